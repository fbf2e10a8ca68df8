"""The suite: real PostgreSQL and Valkey, mails in memory, fast hashes."""

import os

from coeduc.settings.base import *  # noqa: F403
from coeduc.settings.base import DATABASE_POOLED, DATABASES, INSTALLED_APPS, VAR_DIR

SECRET_KEY = "test-only"  # noqa: S105
# One database a run: two runs at once in the same clone must not drop each other's.
_RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"{os.getpid():x}"
DATABASES["default"]["TEST"] = {"NAME": f"test_coeduc_{_RUN[:8]}"}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
INSTALLED_APPS = [*INSTALLED_APPS[:-1], "apps.demo", INSTALLED_APPS[-1]]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail-test"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A crowded machine may take long to make or drop a database; the limit of pages has its own test.
if not DATABASE_POOLED:
    DATABASES["default"]["OPTIONS"]["options"] += " -c statement_timeout=60s"
DATABASES["default"]["PATIENCE"] = None
DEVELOPMENT_PAGES = True
# A layout that names a field its form has not is a mistake, not a line in a journal.
CRISPY_FAIL_SILENTLY = False
# Static files straight from their sources, with no collectstatic before the suite.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
