"""Reading the text of a stored file, in a process of its own that cannot take the portal down."""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile

from django.conf import settings

from portal.uploads.models import StoredFile

logger = logging.getLogger(__name__)

TIMEOUT = 40  # seconds of waiting; `extraction` gives itself fewer of computing


class Unreadable(Exception):
    """The text of the file could not be read."""


def text_of(stored: StoredFile) -> str:
    """The words of `stored`, empty if it holds none. Raises Unreadable when it is damaged, too big to read or gone."""
    return told_by("portal.uploads.extraction", stored.content_type, of=stored)


def told_by(*program: str, of: StoredFile) -> str:
    """What one of our programs (a module and its arguments) says of a file, in a process of its own."""
    with tempfile.TemporaryFile() as content, tempfile.TemporaryFile() as text:
        try:
            with of.file.open("rb") as source:
                for chunk in source.chunks():
                    content.write(chunk)
            content.seek(0)
            subprocess.run(  # noqa: S603 - our own program, no argument from outside
                [sys.executable, "-m", *program],
                stdin=content,
                stdout=text,
                stderr=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
                env={"PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"},  # it gets to know no secret
                timeout=TIMEOUT,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            logger.warning("The text of stored file %s could not be read: %s", of.public_id, error)
            raise Unreadable from error
        text.seek(0)
        return text.read().decode("utf-8", "ignore")
