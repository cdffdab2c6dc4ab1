# SPDX-License-Identifier: Apache-2.0
"""Every address of the house, and those of the register that exists in tests alone."""

from django.urls import include, path

from guantong.register.api.pages import PREFIX
from guantong.register.api.views import api_urls_of
from guantong.register.urls import urls_of
from guantong.site.urls import urlpatterns as of_the_house

from .visits import VisitRegister

urlpatterns = [path(PREFIX, include(api_urls_of(VisitRegister))), *of_the_house, *urls_of(VisitRegister)]
