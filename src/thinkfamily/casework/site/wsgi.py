"""The site as a WSGI application, for any server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from thinkfamily.casework.site.static_files import require_built

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thinkfamily.casework.site.settings")
require_built()
application = get_wsgi_application()
