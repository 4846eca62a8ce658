"""The site's settings under test: a folder of its own, cheap passwords, no state between tests.

``DATABASE_URL`` runs the same tests on PostgreSQL.
"""

from __future__ import annotations

import os
import tempfile

# Each process of a test run has keys, heads of the audit and trusted keys of its own, as it has its own databases.
if "PYTEST_XDIST_WORKER" in os.environ or "THINKFAMILY_SITE" not in os.environ:
    os.environ["THINKFAMILY_SITE"] = tempfile.mkdtemp(prefix="thinkfamily-site-")
os.environ.setdefault("THINKFAMILY_MODE", "demo")
# For this process's own databases alone. A site that a test makes in a folder, in processes of its own, is on SQLite.
if "DATABASE_URL" in os.environ:
    os.environ["TESTS_DATABASE_URL"] = os.environ["DATABASE_URL"]
elif "TESTS_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TESTS_DATABASE_URL"]

from thinkfamily.casework.site.settings import *  # noqa: F403
from thinkfamily.casework.site.settings import MIDDLEWARE

os.environ.pop("DATABASE_URL", None)
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
