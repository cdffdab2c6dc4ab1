# SPDX-License-Identifier: Apache-2.0
"""Django's settings, made from `conf.SETTINGS` alone. One code, two sizes: only the database differs."""

from pathlib import Path

from csp.constants import NONE, SELF

from .conf import houses, kept_secret, kept_secrets, load, origins, sqlite

CONF = load()
HOME: Path = CONF["home"]
FILES_DIR = HOME / "files"
ANCHORS_DIR: Path = CONF["anchors"] or HOME / "anchors"

SECRET_KEY = kept_secret(HOME, "secret.key", CONF["secret_key"])
TRACE_KEYS = kept_secrets(HOME, "trace.key", CONF["trace_key"])
DATA_KEYS = kept_secrets(HOME, "data.key", CONF["data_key"])
CIPHER = CONF["cipher"]
DEBUG = CONF["debug"]
ALLOWED_HOSTS = CONF["hosts"]

INSTALLED_APPS = [
    "guantong.site.apps.SiteConfig",  # first: our base.html stands above that of a library
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "guantong.signin",  # before the library, whose pages it says in its own words
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_include_bootstrap",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "crispy_forms",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "crispy_bootstrap5",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "guantong.trace",
    "guantong.org",
    "guantong.search",
    "guantong.register",
    "guantong.intake",
    "guantong.privacy",
    "guantong.learning",
    "guantong.rollup",
    "guantong.dispatch",
    "guantong.reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "guantong.site.middleware.LanguageMiddleware",
    "guantong.site.middleware.BusyMiddleware",  # speaks the reader's language, and stands before all that asks much
    "django.middleware.common.CommonMiddleware",
    "guantong.site.middleware.SizeMiddleware",  # before the first that looks into what was sent
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "guantong.site.middleware.TypedMiddleware",  # before the door that turns away who is signed out
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "guantong.site.middleware.ActorMiddleware",
    "guantong.signin.middleware.SecondFactorMiddleware",
    "guantong.site.middleware.RefusalMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "guantong.site.urls"
WSGI_APPLICATION = "guantong.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "guantong.site.shell.shell",
            ],
        },
    }
]

DATABASES = {"default": CONF["database_url"] or sqlite(HOME / "guantong.sqlite3")}
# Counts of wrong codes and codes already used are seen by every process; how often a program asks, by its own worker.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "signin_cache"},
    "rates": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "desk", "account_login"
ACCOUNT_ADAPTER = "guantong.signin.entry.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# An office is many people behind one address: axes counts wrong passwords, and wrong codes count for the account alone.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
SOCIALACCOUNT_ADAPTER = "guantong.signin.entry.adapter.SocialAdapter"
SOCIALACCOUNT_FORMS = {"disconnect": "guantong.signin.forms.DisconnectForm"}
SOCIALACCOUNT_PROVIDERS = houses(CONF)
MFA_ADAPTER = "guantong.signin.entry.adapter.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "guantong.signin.forms.AuthenticateForm"}
MFA_TOTP_ISSUER = "贯通"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
SECOND_FACTOR = CONF["second_factor"]
REMINDERS = {
    name: CONF[name]
    for name in ("site", "mail_server", "mail_from", "mail_user", "mail_password", "mail_tls", "robots")
}
INVITATION_DAYS, CODE_WEBHOOK = CONF["invitation_days"], CONF["code_webhook"]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "signin/locked.html"

SESSION_COOKIE_AGE = CONF["session_hours"] * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONF["https"]
SECURE_HSTS_SECONDS = 31_536_000 if CONF["https"] else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *origins(CONF)],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"  # WhiteNoise serves these from the packages themselves; nothing is collected anywhere
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
UPLOAD_LIMIT = DATA_UPLOAD_MAX_MEMORY_SIZE = CONF["upload_mb"] * 1024 * 1024

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/bootstrap5.html"
DJANGO_TABLES2_TABLE_ATTRS = {"class": "gt-table"}

API_RATE = CONF["api_rate"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Who sees the entries of each operation before it commits: what is computed from records follows them here.
TRACE_FOLLOWERS = [
    "guantong.rollup.engine.follow.follow_records",  # first: lights are computed from its totals
    "guantong.dispatch.services.follow_units",
    "guantong.dispatch.services.follow_records",
    "guantong.search.services.follow_records",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
