"""A fresh clone runs with no environment variable at all."""

from coeduc.settings.base import *  # noqa: F403
from coeduc.settings.base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="development-only-and-public")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEVELOPMENT_PAGES = True
