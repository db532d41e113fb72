"""Settings of the test suite: the portal's own, with what would make tests slow or leave traces replaced."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="portal-tests-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("FALLBACK_HOST", "testserver")

from portal.config.settings import *  # noqa: F403  the variables above must stand first
from portal.config.settings import DATABASES, MIDDLEWARE, TEMPLATES

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "tests.hashers.QuickArgon2"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_BROKER_URL = "memory://"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# each test reads what it has just changed; the tests of what is kept put this back (tests/portal/editions/conftest.py)
LEFT_OUT = ("whitenoise", "gzip", "shared_pages")
MIDDLEWARE = [name for name in MIDDLEWARE if not any(part in name for part in LEFT_OUT)]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED(%s)"
# what a crash of the machine would lose of a test is no loss, so nothing waits for the disk
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, not memory: threads and live servers of the journeys share it
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ['DATA_DIR']}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
AXES_ENABLED = False  # the tests of the lock-out turn it on
LOGGING = {"version": 1, "disable_existing_loggers": False}
