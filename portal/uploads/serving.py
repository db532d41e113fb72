"""Sending a stored file: always as a download, and never as something the browser runs."""

import logging

from django.http import FileResponse, Http404

from portal.uploads.models import StoredFile

logger = logging.getLogger(__name__)


def file_response(stored: StoredFile) -> FileResponse:
    """The file as an attachment under its own name (RFC 5987). The caller has decided that the reader may have it."""
    try:
        content = stored.file.open("rb")
    except FileNotFoundError as error:
        logger.exception("The content of stored file %s is missing.", stored.public_id)
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=stored.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # these formats are compressed already: a second gzip would cost a second per file and hide its length
    response["Content-Encoding"] = "identity"
    return response
