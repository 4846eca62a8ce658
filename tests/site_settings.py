"""The site's settings under test: a folder of its own, cheap passwords, no state between tests.

``DATABASE_URL`` runs the same tests on PostgreSQL.
"""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("THINKFAMILY_SITE", tempfile.mkdtemp(prefix="thinkfamily-site-"))
os.environ.setdefault("THINKFAMILY_MODE", "demo")

from thinkfamily.casework.site.settings import *  # noqa: F403
from thinkfamily.casework.site.settings import MIDDLEWARE

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
MIDDLEWARE = [layer for layer in MIDDLEWARE if "whitenoise" not in layer]
# Pages are tested without anything built; the browser's tests serve each app's files where they lie.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
