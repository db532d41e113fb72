"""A process of the portal on a free port, which it says first: the WSGI application, a thread for each connection."""

import sys

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *said: object) -> None:
        pass


if __name__ == "__main__":
    application = get_wsgi_application()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)  # it closes what a thread held of the database
    server.set_app(application)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
