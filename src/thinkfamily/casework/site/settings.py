"""Django's settings. What differs between installations is read in `instance`; nothing else is configurable here."""

from __future__ import annotations

from csp.constants import NONE, SELF

from thinkfamily.casework.secrets.keys import django_key
from thinkfamily.casework.site.instance import from_environment
from thinkfamily.casework.site.sso import config as sso
from thinkfamily.casework.site.static_files import STATIC_BUILT
from thinkfamily.casework.site.theme import read_theme

INSTANCE = from_environment()
THEME = read_theme(INSTANCE.folder)

SECRET_KEY = django_key(INSTANCE.folder)
DEBUG = False
ALLOWED_HOSTS = list(INSTANCE.hosts)
ROOT_URLCONF = "thinkfamily.casework.site.urls"
WSGI_APPLICATION = "thinkfamily.casework.site.wsgi.application"
AUTH_USER_MODEL = "agencies.Worker"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "thinkfamily.casework.pages",
    "thinkfamily.casework.audit",
    "thinkfamily.casework.agencies",
    "thinkfamily.casework.access",
    "thinkfamily.casework.families",
    "thinkfamily.casework.sharing",
    "thinkfamily.casework.profiles",
    "thinkfamily.casework.questions",
    "thinkfamily.casework.cases",
    "thinkfamily.casework.plans",
    "thinkfamily.casework.meetings",
    "thinkfamily.casework.directory",
    "thinkfamily.casework.consideration",
    "thinkfamily.casework.referrals",
    "thinkfamily.casework.imports",
    "thinkfamily.casework.retention",
    "thinkfamily.casework.daily",
    "thinkfamily.casework.reports",
    "thinkfamily.casework.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_fsm",
    "govuk_frontend_django",
    "simple_history",
]

MIDDLEWARE = [
    "thinkfamily.casework.site.middleware.Request",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "thinkfamily.casework.site.middleware.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "thinkfamily.casework.site.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "thinkfamily.casework.site.entry.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "thinkfamily.casework.site.entry.Sessions",
    "thinkfamily.casework.site.entry.EntryGate",
    "simple_history.middleware.HistoryRequestMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "builtins": ["thinkfamily.casework.pages.plain"],
            "loaders": [
                (
                    "thinkfamily.casework.pages.compiled.loader.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "thinkfamily.casework.pages.form_key.form_key",
                "thinkfamily.casework.site.context.page",
            ],
        },
    },
]
FORM_RENDERER = "thinkfamily.casework.pages.rendering.GovukRenderer"

DATABASES = INSTANCE.databases
DATABASE_ROUTERS = ["thinkfamily.casework.consideration.router.CandidatesApart"]

CACHES = {
    "default": {"BACKEND": "thinkfamily.casework.site.counts.Counts", "LOCATION": "site_cache"},
}

# Words, dates and numbers
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Files that are installed, built and served from this machine
STATIC_URL = "/static/"
STATIC_ROOT = STATIC_BUILT
STATICFILES_DIRS: list[str] = []
WHITENOISE_USE_FINDERS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "thinkfamily.casework.site.static_files.BuiltFiles"},
}

# Sign-in
AUTHORITY = "thinkfamily.casework.access.authority.roles_with"
CUSTODY = "thinkfamily.casework.access.actions.custody"
AUTHENTICATION_BACKENDS = ["thinkfamily.casework.agencies.sign_in.InDate"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "thinkfamily.casework.agencies.sign_in.ClosedAccounts"
ACCOUNT_FORMS = {
    "change_password": "thinkfamily.casework.site.own_account.ChangePassword",
    "reset_password": "thinkfamily.casework.site.own_account.AskForPassword",
    "reset_password_from_key": "thinkfamily.casework.site.own_account.SetPassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
# Counted in the cache that all processes share, by what was typed and never by what exists: our choice of numbers. What counts
# passwords is in `agencies.guessing`: by account and network, so that nobody is kept out by what others send from elsewhere.
ACCOUNT_RATE_LIMITS = {
    # The library would count a known browser too: `sign_in` counts the others.
    "login": "",
    "sign_in": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "known_failed": "5/5m/key",
    "told_of_tries": "4/d/key",
    "wrong_key": "20/m/key",
    "told_of_keys": "4/d/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    # The form by which anybody can ask for help: by one address, and by all together.
    "ask_for_help": "10/h/ip,300/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if INSTANCE.is_https else 0
MFA_ADAPTER = "thinkfamily.casework.agencies.sign_in.SealedFactors"
MFA_FORMS = {
    "authenticate": "thinkfamily.casework.site.own_account.GiveCode",
    "authenticate_webauthn": "thinkfamily.casework.site.own_account.UseKey",
    "reauthenticate": "thinkfamily.casework.site.own_account.GiveCodeAgain",
    "reauthenticate_webauthn": "thinkfamily.casework.site.own_account.UseKeyAgain",
    "add_webauthn": "thinkfamily.casework.site.own_account.AddKey",
    "edit_webauthn": "thinkfamily.casework.site.own_account.RenameKey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nothing can be guessed there: this holds off floods alone, and a whole office may come from one address.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_TOTP_ISSUER = "Think Family"
# The code before and the one after count too: telephones' clocks differ, and typing takes time (RFC 6238, section 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = INSTANCE.mode != "live"
SIGN_ON = sso.read(INSTANCE.folder)
SOCIALACCOUNT_ADAPTER = "thinkfamily.casework.agencies.sign_in.KnownWorkersOnly"
SOCIALACCOUNT_PROVIDERS = sso.providers(SIGN_ON)
SOCIALACCOUNT_STORE_TOKENS = False
PASSWORD_RESET_TIMEOUT = 60 * 60
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Browser: no words in a cookie but the session's and the form's own keys, and what makes it known (`agencies.guessing`)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = INSTANCE.is_https
CSRF_FAILURE_VIEW = "thinkfamily.casework.site.errors.form_expired"
SESSION_ENGINE = "thinkfamily.casework.site.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = INSTANCE.is_https
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
# With "no-referrer" a browser sends forms without their origin, and every one would be refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if INSTANCE.is_https else None
SECURE_HSTS_SECONDS = 31_536_000 if INSTANCE.is_https else 0
SECURE_SSL_REDIRECT = INSTANCE.is_https
# A monitor asks from this machine, without the proxy.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
# Other names under this one, and the browsers' own lists, are the council's to decide on and not this site's.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The button of single sign-on leads to the provider, and browsers count that as its form's address.
        "form-action": [SELF, *sso.origins(SIGN_ON)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# What a form may hold; a packet is a file, and `consideration.unpack` and `operations.serving` limit those.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# On the site's own disk while it is read: the machine's temporary folder is under nobody's rules.
FILE_UPLOAD_TEMP_DIR = str(INSTANCE.folder)

# One line a request (see `middleware`). Django's own loggers of requests print paths, hosts and values: they are silent.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "thinkfamily.casework.site.log_lines.Line"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # A demo is watched by somebody who wants to read what it printed.
        "thinkfamily": {"level": "WARNING" if INSTANCE.mode == "demo" else "INFO"},
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        "django.db.backends": {"handlers": ["nowhere"], "propagate": False},
    },
}

# Errors carry opaque ids only: Django's own error mails and debug pages would print values.
ADMINS: list[str] = []
# A demo prints its mails; a site without a mail server sends none, and its health page says so.
EMAIL_BACKEND = "django.core.mail.backends." + (
    "console.EmailBackend"
    if INSTANCE.mode == "demo"
    else "smtp.EmailBackend"
    if INSTANCE.mail
    else "dummy.EmailBackend"
)
EMAIL_TIMEOUT = 20
globals().update(INSTANCE.mail or {})
