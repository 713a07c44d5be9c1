"""The environment of a test run, set before Django reads its settings: a data folder of its own."""

import atexit
import os
import shutil
import tempfile

DATA = tempfile.mkdtemp(prefix="communs-tests-")
SITE_VARIABLES = (
    "SITE_URL ALLOWED_HOSTS SECRET_KEY CACHE_URL EMAIL_URL EMAIL_FROM HOST PORT WORKERS THREADS "
    "TRUSTED_PROXIES EXEMPT_NETWORKS DEBUG OIDC_PROVIDERS"
)

for name in SITE_VARIABLES.split():
    os.environ.pop(name, None)
os.environ["COMMUNS_DATA"] = DATA
os.environ["DJANGO_SETTINGS_MODULE"] = "communs.settings"
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
