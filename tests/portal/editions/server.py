"""A process of the portal on a free port, which it says first: the WSGI application, a thread for each connection."""

import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer

from django.core.servers.basehttp import WSGIRequestHandler
from django.core.wsgi import get_wsgi_application


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *said: object) -> None:
        pass


if __name__ == "__main__":
    application = get_wsgi_application()
    server = Server(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
