"""Settings of the servers that `test_nothing_stale` starts: those of the suite, on its database, with pages kept."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, MIDDLEWARE

MIDDLEWARE = [
    MIDDLEWARE[0],
    "django.middleware.gzip.GZipMiddleware",
    "portal.config.shared_pages.SharedPagesMiddleware",
    *MIDDLEWARE[1:],
]
DATABASES["default"]["NAME"] = os.environ["SERVED_DATABASE"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"said": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "root": {"handlers": ["said"]},
}
