"""A fresh clone runs with no environment variable at all."""

from coeduc.settings.base import *  # noqa: F403
from coeduc.settings.base import INSTALLED_APPS, VAR_DIR, env

# Off by default: the demo is read by people. DEBUG=1 brings Django’s own error pages.
DEBUG = env.bool("DEBUG", default=False)
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
SECRET_KEY = env.str("SECRET_KEY", default="development-only-and-public")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The theatre of the demonstration is in no school's portal.
INSTALLED_APPS = [*INSTALLED_APPS[:-1], "apps.demo", INSTALLED_APPS[-1]]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEVELOPMENT_PAGES = True
DEMO_CLOCK = True
