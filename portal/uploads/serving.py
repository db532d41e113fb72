"""Sending a stored file: as a download, or a PDF to the browser's viewer; never as something the browser runs."""

import logging

from django.http import FileResponse, Http404

from portal.uploads.models import StoredFile

logger = logging.getLogger(__name__)


def file_response(stored: StoredFile, *, to_view: bool = False) -> FileResponse:
    """The file as an attachment under its own name (RFC 5987). The caller has decided that the reader may have it.

    `to_view` lets the browser open what it shows in a viewer of its own (PDF). The viewer is a sandbox already, and a
    document that asks for `sandbox` itself is not opened in it; nothing may be loaded or run from this origin either.
    """
    try:
        content = stored.file.open("rb")
    except FileNotFoundError as error:
        logger.exception("The content of stored file %s is missing.", stored.public_id)
        raise Http404 from error
    to_view = to_view and stored.opens_in_browser
    response = FileResponse(content, as_attachment=not to_view, filename=stored.name, content_type=stored.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'" if to_view else "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # these formats are compressed already: a second gzip would cost a second per file and hide its length
    response["Content-Encoding"] = "identity"
    return response
