"""The exit code that container health checks go by."""

import http.server
import threading

import pytest

from portal.heartbeat.probe import probe


@pytest.fixture
def address(socket_enabled):
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            ok = self.path == "/well/" and self.headers["Host"] == "localhost"
            self.send_response(200 if ok else 503)
            self.end_headers()
            self.wfile.write(b"well" if ok else b"ill")

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_well(address):
    assert probe(f"{address}/well/") == (True, "well")


def test_ill(address):
    assert probe(f"{address}/ill/") == (False, "ill")


def test_nobody_there(socket_enabled):
    answered, said = probe("http://127.0.0.1:9/", seconds=1)
    assert not answered
    assert "refused" in said
