"""The one settings file: what env.py read, and what SECURITY asks from the first day."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from communs import env, limits

BASE_DIR = Path(__file__).resolve().parents[1]
SITE = env.read()

# --- who answers, and at what address -----------------------------------------------------------------------

SITE_URL = SITE.site_url
DATA = SITE.data
DEBUG = SITE.debug
SECRET_KEY = SITE.secret_key
ALLOWED_HOSTS = list(SITE.hosts)
USE_X_FORWARDED_HOST = False
ROOT_URLCONF = "communs.urls"
WSGI_APPLICATION = "communs.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CSRF_FAILURE_VIEW = "communs.errors.csrf_failure"

INSTALLED_APPS = [
    "communs",
    "accounts",
    "wiki",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "simple_history",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

# What is kept whole is answered before anything else is done.
# The next four wrap all the rest, so that errors, redirects and static files carry their headers too.
MIDDLEWARE = [
    "communs.whole_answers.WholeAnswersMiddleware",
    "communs.middleware.RequestIdMiddleware",
    "communs.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "communs.middleware.CachingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "communs.middleware.ShownTheDoorMiddleware",
    "accounts.middleware.WhenceMiddleware",
    "accounts.middleware.SessionAgeMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.HeadMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["communs.tight.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- what is kept -------------------------------------------------------------------------------------------

DATABASES = {"default": {**SITE.database, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
if SITE.database["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "communs.sqlite3"  # Django's, where those who write take turns
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000; "
            # Half a megabyte a connection: each thread has its own, and the system keeps the file at hand.
            "PRAGMA cache_size=-512;"
        ),
    }
# What is drawn from old revisions stays out of the database: who reads writes nothing there, and so leaves
# the answers that are kept whole as they are.
DRAWN = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": DATA / "drawn",
    "OPTIONS": {"MAX_ENTRIES": 2_000},
}
# Pieces of a page that are drawn again and again, each under all that it is drawn from; in each worker, so
# that a new version of the site begins with none. Whoever works on a template sees what was changed.
PIECES = {
    "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}",
    "LOCATION": "pieces",
    "TIMEOUT": None,
    "OPTIONS": {"MAX_ENTRIES": 500},
}
CACHES = {"default": SITE.cache, "drawn": DRAWN, "pieces": PIECES}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# What a new site begins with, and what makes room for the first book.
STARTER_GUIDE = BASE_DIR / "communs" / "guide"
# The five pages of the foot, in each language, until an admin writes them.
DEFAULT_TEXTS = BASE_DIR / "communs" / "texts"
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "communs.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "communs.bundles.Bundles"},
}

# A page may weigh 256 KB; three times that once form-encoded, and room for a form that carries both sides.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# One file that is uploaded to a page, and all those of one person.
UPLOAD_MAX_MB = 10
UPLOAD_QUOTA_MB = 200
# How often in how many seconds: `limits.py`. Those who decide are not counted when they talk; whoever has
# not logged in is counted by address, but in the networks named. Tests of load switch it off, and say so.
LIMITS_ARE_KEPT = True
EXEMPT_NETWORKS = SITE.exempt_networks
LIMITS = limits.LIMITS
SEARCH_MOST_CHARACTERS = 200
SEARCH_MOST_TERMS = 10
# Suggestions that others accepted, after which somebody is trusted; days for which an upheld flag counts.
TRUST = {"accepted": 3, "days": 365}
# What a browser computes before what somebody new sends is shown at once: so many derivations of a key, each
# of this cost. About half a second on a desk, a few on an old telephone; within how many seconds it is sent.
PROOF = {"cost": 10_000, "least": 60, "most": 240, "seconds": 3_600}
# Comments in sight after which an account is new no more; trusted people whose flags hide a comment.
FIRST_POSTS = 3
FLAGS_THAT_HIDE = 3
FILE_UPLOAD_HANDLERS = [
    "communs.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# What an import may bring at most; pages, texts and levels are bounded where they are read.
IMPORT_MAX_MB = SITE.import_max_mb
IMPORT_WEB_MAX_MB = 100  # of one that is asked for in the administration
IMPORT_MAX_FILE_MB = 256
IMPORT_MAX_FILES = 100_000
IMPORT_GIT_MB = 1024  # what git may fill of the memory while it reads
IMPORT_MINUTES = SITE.import_minutes

# --- language and time --------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"  # of a site that has chosen none
# Where the chosen one is kept, and how long a process goes by what it heard of it.
SITE_LANGUAGE_FROM = "wiki.queries.settings.language"
ASKED_FIRST_FROM = "wiki.queries.reading.asked_first"
SITE_LANGUAGE_SECONDS = 5.0
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "communs" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- people -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.MaximumLengthValidator", "OPTIONS": {"max_length": 4096}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignUpForm",
    "login": "accounts.forms.LogInForm",
    "add_email": "accounts.forms.AddressForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reauthenticate": "accounts.forms.ConfirmForm",
    "reset_password": "accounts.forms.ForgottenForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
}
# Another address replaces the first once it is verified, and not before.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and in no other
ACCOUNT_USER_DISPLAY = str
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE.secure else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A stranger who asks for a password is sent nothing: the site writes to nobody who did not come to it.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Mails leave after the answer, whatever the mail server does. Tests of what they say have them sent at once.
LETTERS_WAIT = True
ACCOUNT_RATE_LIMITS = {
    "signup": "20/m/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "sign_up_a_day": "3/d/ip",  # past it an account is made all the same, and looked at
}
ALLAUTH_TRUSTED_PROXY_COUNT = SITE.trusted_proxies
# Seconds in which nobody fills a form by hand.
SIGN_UP_SECONDS = 3
# Who answers for what people did here, when they take it away or leave.
KEEPER_OF_WORKS = "wiki.actions.people"
# Who writes the letters that tell of what is followed, as they leave.
WRITER_OF_LETTERS = "wiki.actions.mailing"
# What goes on by itself is seen to when a process begins to run the queue: nothing is lost with a queue.
SEEN_TO = (
    "wiki.actions.consenting.plan",
    "wiki.actions.digesting.plan",
    "wiki.actions.expiring.plan",
    "wiki.actions.letting_go.plan",
    "wiki.actions.reminding.plan",
    "wiki.actions.upkeep.plan",
    "wiki.exchange.running.settle_abandoned",
)
ERASURE_DAYS = 7
# Days for which the journal tells whence a decision came, and who made it; what anybody reads of it stays.
AUDIT_DAYS = {"network": 90, "rest": 365}

# Who may tell the site who somebody is; nobody, unless the environment names them.
OIDC_PROVIDERS = SITE.providers
# Seconds: to reach one, between two pieces of its answer, for the whole of it.
OIDC_SECONDS = {"reach": 3, "piece": 4, "whole": 6}
SOCIALACCOUNT_ADAPTER = "accounts.providers.social.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "accounts.providers.joining.JoinForm"}
# No address opens an account that has it already, and nothing that a provider hands over is kept.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_AUTO_SIGNUP = SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False

# Whoever decides over others logs in with a second step; a site tried out on http://localhost may wait.
STAFF_SECOND_FACTOR = SITE.staff_second_factor
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# Browsers know passkeys on https alone, and on this machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE.local and not SITE.secure
MFA_FORMS = {
    "add_webauthn": "accounts.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "accounts.passkeys.SecondStepForm",
    "login_webauthn": "accounts.passkeys.LogInForm",
    "reauthenticate_webauthn": "accounts.passkeys.ConfirmForm",
}

# Days a session lives at most, days it may sleep; hours for those who decide over others.
SESSION_LIFE = {"most": 14 * 86400, "idle": 7 * 86400, "staff": 12 * 3600}
SESSION_COOKIE_AGE = SESSION_LIFE["most"]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE.secure
SESSION_COOKIE_NAME = "__Host-session" if SITE.secure else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SITE.secure else "csrf"
MESSAGE_STORAGE = "communs.messages.Messages"

# --- headers ------------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SITE.secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SITE.secure else None
SECURE_HSTS_SECONDS = 31_536_000 if SITE.secure else 0
# W005, W021: whether other sites under this name speak HTTPS is not ours to promise.
# W002: frame-ancestors of the Content-Security-Policy says what X-Frame-Options said.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W005", "security.W021"]

EMBED_SOURCES = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "manifest-src": [SELF],
        "media-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": EMBED_SOURCES,
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}
CONTENT_SECURITY_POLICY_REPORT_ONLY = {
    "DIRECTIVES": {"default-src": None, "require-trusted-types-for": ["'script'"]}
}

# --- mail and logs ------------------------------------------------------------------------------------------

vars().update(SITE.email)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = SITE.email_from
EMAIL_BOUNCES = SITE.email_bounces

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "communs.middleware.RequestIdFilter"},
        "brief": {"()": "communs.middleware.BriefRefusalFilter"},
    },
    "formatters": {
        "line": {"format": "{asctime} {levelname} {request_id} {who} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would write the same line twice, or mail it.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"filters": ["brief"]},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # It warns of each HEAD, whose body Django leaves to the server to drop.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
