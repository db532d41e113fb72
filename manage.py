#!/usr/bin/env python
"""Command line of the portal: `manage.py up` runs it, `manage.py help` lists the rest."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
    from django.conf import settings  # after the settings are named
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.INSTALLED_APPS  # noqa: B018  reads the environment
    except ImproperlyConfigured as nonsense:
        sys.exit(str(nonsense))
    execute_from_command_line(sys.argv)
