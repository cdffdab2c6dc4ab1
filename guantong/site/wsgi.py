# SPDX-License-Identifier: Apache-2.0
"""What a web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guantong.site.settings")
application = get_wsgi_application()
