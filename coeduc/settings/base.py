"""What is the same everywhere; `dev`, `test` and `prod` say what differs."""

from pathlib import Path

import environ
from kombu import Exchange, Queue

from coeduc import embedded

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_htmx",
    "lucide",
    "pgtrigger",
    "pghistory",
    "apps.accounts",
    "apps.schools",
    "apps.files",
    "apps.publication",
    "apps.notices",
    "apps.support",
    "apps.invitations",
    "apps.homework",
    "apps.results",
    "apps.home",
    "apps.operation",
    "coeduc.apps.Portal",
]

MIDDLEWARE = [
    "coeduc.deep_calls.room_for_requests",
    "coeduc.closed.ClosedPages",
    "coeduc.health.health",
    "coeduc.middleware.plain_text",
    "coeduc.journal.request_journal",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coeduc.middleware.request_instant",
    "coeduc.refusals.own_pages",
    "coeduc.middleware.whole_pages",
    "coeduc.middleware.answers_to_scripts",
    "coeduc.middleware.SignInAgain",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "coeduc.middleware.left_behind",
    "coeduc.middleware.OneTransaction",
]

ROOT_URLCONF = "coeduc.urls"
WSGI_APPLICATION = "coeduc.wsgi.application"
ASGI_APPLICATION = "coeduc.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "coeduc.template_indentation.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coeduc.frame.layout",
            ],
            "builtins": [
                "coeduc.ui",
                "coeduc.document_tags",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default=embedded.database_url(), engine="coeduc.postgresql"),
        # Long: what is prepared on a connection is lost with it.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A page that hears nothing for so long says that the base is away: beyond what the server
        # itself may take to answer (STATEMENT_TIMEOUT), and lifted with it.
        "PATIENCE": env.float("DATABASE_PATIENCE", default=12.0) or None,
        # Off behind a pooler that gives a connection to each transaction: it would prepare in vain.
        "PREPARED": env.bool("PREPARED_STATEMENTS", default=True),
    }
}
# A page's limit; manage.py lifts it from its commands, coeduc/celery.py from workers.
STATEMENT_TIMEOUT = env.str("STATEMENT_TIMEOUT", default="10s")
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# Through PgBouncer in transaction mode nothing of a session is ours: its limits are those of the
# role in PostgreSQL (coeduc/pooled.py looks), and no cursor outlives its transaction.
DATABASE_POOLED = env.bool("DATABASE_POOLED", default=False)
if DATABASE_POOLED:
    DATABASES["default"] |= {"DISABLE_SERVER_SIDE_CURSORS": True, "PREPARED": False}
else:
    DATABASES["default"]["OPTIONS"].setdefault(
        "options",
        f"-c statement_timeout={STATEMENT_TIMEOUT} -c lock_timeout=5s -c jit=off -c TimeZone=UTC",
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default=embedded.redis_url())
CACHES = {
    "default": {
        # Away, it costs a second and nobody's sign-in: what must hold is in PostgreSQL.
        "BACKEND": "coeduc.cache.PatientRedisCache",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        "LOCATION": embedded.cache_url(REDIS_URL),
        "KEY_PREFIX": "coeduc",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["apps.accounts.sign_in.services.backend.PortalBackend"]
PASSWORD_HASHERS = ["coeduc.hashers.PortalArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "apps.accounts.sign_in.services.adapter.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_FORMS = {
    "login": "apps.accounts.sign_in.forms.SignInForm",
    "reauthenticate": "apps.accounts.sign_in.forms.ProofForm",
    "change_password": "apps.accounts.own_account.forms.PasswordChangeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
# Ours are in PostgreSQL (apps.accounts.sign_in.services.limits): allauth's live in the cache.
ACCOUNT_RATE_LIMITS = False
# A remembered phone goes on reading; what gives or changes a way in asks for the password again.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
SESSION_ENGINE = "coeduc.session_store"
# Whose each is, and with what device: «Mon compte» shows them to their owner.
SESSION_MODEL = "accounts.Session"
SESSION_COOKIE_AGE = 90 * 24 * 3600
# A mailed link to a new password lives a day, as a slip of the office does.
PASSWORD_RESET_TIMEOUT = 24 * 3600

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "coeduc.refusals.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# No nonces: two bodies must be comparable byte for byte.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Before anything reaches the disk, whatever the address; the page then says why.
FILE_UPLOAD_HANDLERS = [
    "coeduc.uploads.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# clamd, for the files that people join: tcp://clamav:3310 or unix:///run/clamd.sock; empty: none.
CLAMD_URL = env.str("CLAMD_URL", default="")

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ["coeduc"]
CRISPY_TEMPLATE_PACK = "coeduc"

DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="Le collège <ne-pas-repondre@example.org>"
)
EMAIL_TIMEOUT = 20
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", default="http://127.0.0.1:8000")

# The bell, never the promise: rows in PostgreSQL say what is due (architecture.md, 1).
CELERY_BROKER_URL = embedded.broker_url(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
# In kibibytes: a process that made a large document gives its memory back.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000
# Announcements and mails never wait behind a document: ``bell`` has a worker of its own.
CELERY_TASK_DEFAULT_QUEUE = "bell"
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name) for name in ("bell", "documents", "imports")
]
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# Who is told of errors besides the logs: «module.function», none unless the environment names one
# (coeduc/reports.py).
ERROR_REPORTER = env.str("ERROR_REPORTER", default="")

# What the law wants named at the foot of the pages, and only a person can name (coeduc/about.py).
LEGAL_PUBLISHER = env.str("LEGAL_PUBLISHER", default="")
LEGAL_DIRECTOR = env.str("LEGAL_DIRECTOR", default="")
LEGAL_HOST = env.str("LEGAL_HOST", default="")
DPO_CONTACT = env.str("DPO_CONTACT", default="")
ACCESSIBILITY_CONTACT = env.str("ACCESSIBILITY_CONTACT", default="")
SOURCE_URL = env.str("SOURCE_URL", default="")

# Beyond Django's own: the address of a calendar is a key, and a 404 would name it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_secret_address": {"()": "coeduc.logs.HideSecretAddresses"}},
    "loggers": {
        name: {"filters": ["no_secret_address"]}
        for name in ("django.request", "django.security.csrf")
    },
}

# The demonstration's clock may be moved, and its people impersonated: development only.
DEMO_CLOCK = False

# Development pages (mail catcher) exist only where this is true.
DEVELOPMENT_PAGES = False
