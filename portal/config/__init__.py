"""The composition root: settings, addresses, servers and commands. It names all rooms, none names it."""

from portal.config.celery import app as celery_app  # `celery -A portal.config`, and the application of every task

__all__ = ["celery_app"]
