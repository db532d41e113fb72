"""The portal as it is measured: names of static files as they are, and with `UNCACHED` a shelf that keeps no page."""

import os

from portal.config.settings import *  # noqa: F403
from portal.config.settings import CACHES, STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if os.environ.get("UNCACHED"):
    CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
