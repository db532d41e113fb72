"""Asks a health address and says by its exit code what came back: `python -m portal.heartbeat.probe URL`.

For container health checks and cron; needs nothing but the standard library, so it costs no start of the portal.
"""

import sys
import urllib.error
import urllib.request


def probe(url: str, *, seconds: float = 5) -> tuple[bool, str]:
    """Whether `url` answers 200 within `seconds`, and what it said. Asks under the host name `localhost`."""
    request = urllib.request.Request(url, headers={"Host": "localhost"})  # noqa: S310  the operator's own address
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=seconds) as response:
            return response.status == 200, response.read().decode()
    except urllib.error.HTTPError as error:
        return False, error.read().decode(errors="replace")
    except OSError as error:
        return False, str(error)


if __name__ == "__main__":
    healthy, said = probe(sys.argv[1])
    sys.stdout.write(said + "\n")
    sys.exit(0 if healthy else 1)
