# SPDX-License-Identifier: Apache-2.0
"""The addresses of the house with those of the bench's own register."""

from guantong.intake.urls import urls_of as upload_urls_of
from guantong.register.urls import urls_of
from guantong.site.urls import urlpatterns as of_the_house

from .members import ListedRegister

urlpatterns = [*upload_urls_of(ListedRegister), *urls_of(ListedRegister), *of_the_house]
