"""Settings of every deployment shape, from environment variables alone (`docs/operating.md` lists them).

Unset means the embedded shape: SQLite, a folder as queue, no Redis. Nonsense stops the start with one sentence.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from portal.config.embedded import broker_folders, kept_secret
from portal.config.environment import Environment

BASE_DIR = Path(__file__).resolve().parents[2]
env = Environment()

# --- where things are kept ------------------------------------------------------------------------------------------
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".var"))).resolve()
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"DATA_DIR cannot be a folder to keep things in: {error}.") from error
MEDIA_ROOT = DATA_DIR / "files"  # private by path: nothing below it is ever served by URL
STATIC_ROOT = DATA_DIR / "static"
# One line a day, only ever appended to; it protects only on a disk that the database server cannot write.
AUDIT_ANCHOR_FILE = Path(env.str("AUDIT_ANCHOR_FILE", default="") or DATA_DIR / "anchors.log")
AUDIT_ANCHOR_MAILTO = env.list("AUDIT_ANCHOR_MAILTO", default=[])  # who gets the same line by mail, outside this house
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.config.bundles.BundleFinder",
]

# --- security -------------------------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")  # demo accounts may exist; refused together with a public host name
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(DATA_DIR / "secret_key")
# Keys the look-up of receipt codes; kept apart from the database so that a dump alone reveals no code.
RECEIPT_PEPPER = env.str("RECEIPT_PEPPER", default="") or SECRET_KEY
# Encrypt what complainants confide, newest first; kept apart from SECRET_KEY so that this one can be rotated alone.
CONFIDENTIAL_KEYS = env.list("CONFIDENTIAL_KEYS", default=[])
LOCAL_HOSTS = ["localhost", ".localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or LOCAL_HOSTS
if DEMO and not set(ALLOWED_HOSTS) <= set(LOCAL_HOSTS):
    raise ImproperlyConfigured("DEMO and a public name in ALLOWED_HOSTS exclude each other.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
FALLBACK_HOST = env.str("FALLBACK_HOST", default="")  # whose site answers on a host that no government has taken
TLS = env.flag("TLS")
if TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_NAME = "__Host-session" if TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
SESSION_COOKIE_AGE = 8 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_IPWARE_PROXY_COUNT = env.number("TRUSTED_PROXIES", default=0)
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None

SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # grants are asked through portal.agencies.permissions, not a backend

# --- applications ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "portal.config.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "portal.config.apps.PortalStaticFilesConfig",
    "django.forms",
    "treebeard",
    "guardian",
    "axes",
    "csp",
    "django_htmx",
    "django_prose_editor",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "portal.editions",
    "portal.audit",
    "portal.heartbeat",
    "portal.workdays",
    "portal.accounts",
    "portal.agencies",
    "portal.notices",
    "portal.uploads",
    "portal.search",
    "catalog",
    "disclosure",
    "requests_app",
    "oversight",
    "portal.demo",
    "portal.config.apps.PortalConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "portal.config.shared_pages.SharedPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.config.middleware.LanguageMiddleware",
    "portal.agencies.middleware.GovernmentMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.config.middleware.PrivateByDefaultMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "portal.config.urls"
WSGI_APPLICATION = "portal.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.agencies.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- database, cache, queue -----------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without WAL and IMMEDIATE, a handful of writers lock each other out (docs/adr/0003-embedded-sqlite.md).
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-64000;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}

REDIS_URL = env.redis("REDIS_URL")
if REDIS_URL:
    store = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    CACHES: dict[str, dict[str, Any]] = {"default": store, "pages": {**store, "KEY_PREFIX": "pages"}}
    CELERY_BROKER_URL = REDIS_URL
else:
    LOCAL = "django.core.cache.backends.locmem.LocMemCache"
    CACHES = {
        "default": {"BACKEND": LOCAL},
        "pages": {"BACKEND": LOCAL, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 4096}},
    }
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = broker_folders(DATA_DIR)
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# --- language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
# Each by its name in itself; more with EXTRA_LANGUAGES=mn:Монгол (docs/adr/0031-a-language-more.md).
LANGUAGES = [("zh-hans", "中文"), ("en", "English"), *env.languages("EXTRA_LANGUAGES")]
LOCALE_PATHS = [BASE_DIR / "locale", DATA_DIR / "locale"]  # the second: catalogues of languages that were added
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True

# --- files and mail -------------------------------------------------------------------------------------------------
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# compressing source maps costs a minute at the first start and nobody downloads them
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# An answer is contested within six months (行政诉讼法 第四十六条); two years leave room for both instances.
ORIGINALS_KEPT_DAYS = env.number("ORIGINALS_KEPT_DAYS", default=730)
# No text sets how many cases make a figure that says something and shows nobody.
LEAGUE_MINIMUM = env.number("LEAGUE_MINIMUM", default=5)
if LEAGUE_MINIMUM < 3:
    raise ImproperlyConfigured("LEAGUE_MINIMUM must be 3 or more: fewer cases could be recognised.")
# 条例 44: how many different applicants within a year make "several" that is for an agency to say.
PROPOSAL_FROM = env.number("PROPOSAL_FROM", default=3)
if PROPOSAL_FROM < 2:
    raise ImproperlyConfigured("PROPOSAL_FROM must be 2 or more: one applicant is not several.")
MAX_UPLOAD_BYTES = env.number("MAX_UPLOAD_BYTES", default=30 * 1024 * 1024)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
DIGEST_HOUR = env.number("DIGEST_HOUR", default=8)  # from when on the morning's mail to staff is sent
if DIGEST_HOUR > 23:
    raise ImproperlyConfigured("DIGEST_HOUR must be an hour of the day, 0 to 23.")
if mail := env.mail("EMAIL_URL"):
    globals().update(mail)
else:  # no mail server yet: letters are kept as files, one each, where an operator can read them
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # read-only and public: a session must change nothing here
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "PAGE_SIZE": 20,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "阳光 政务公开 API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "AgencyKind": "portal.agencies.models.Kind",
        "ItemKind": "disclosure.models.Kind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.level("LOG_LEVEL", default="INFO")},
}
