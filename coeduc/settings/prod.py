"""Production reads the environment and stops at start-up on a missing name."""

from coeduc.logs import journal_file
from coeduc.settings.base import *  # noqa: F403
from coeduc.settings.base import env

# The embedded servers are for development: production names its own.
env.str("DATABASE_URL")
env.str("REDIS_URL")
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL")

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of ours add to X-Forwarded-For: limits by address count people, not the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Asking browsers to keep a whole domain for ever is its owner's decision, and hard to undo.
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
# W021 asks for that decision to be « yes »; W002 looks for Django's middleware of frames by its
# name, which coeduc.closed.ClosedPages holds.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# One JSON object a line on the error stream; the security journal apart where a file is named.
SECURITY_JOURNAL = env.str("SECURITY_JOURNAL", default="")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "coeduc.logs.as_json"}},
    "filters": {"no_secret_address": {"()": "coeduc.logs.HideSecretAddresses"}},
    "handlers": {
        "stream": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["no_secret_address"],
        },
        "security": {**journal_file(SECURITY_JOURNAL), "formatter": "json"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stream"], "level": "WARNING"},
    "loggers": {
        "coeduc.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
        # Our own line says it, without the address and the message of the error.
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "celery.app.trace": {"handlers": ["nowhere"], "propagate": False},
        "django.server": {"handlers": ["stream"], "propagate": False},
        "django": {"handlers": [], "propagate": True},
    },
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

vars().update(env.email("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")
