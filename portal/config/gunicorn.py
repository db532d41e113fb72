"""How gunicorn serves the portal; `WEB_WORKERS` and `WEB_THREADS` fit it to the machine."""

import os
from pathlib import Path

wsgi_app = "portal.config.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True  # the processes share the memory of the code
timeout = 60
graceful_timeout = 10
max_requests, max_requests_jitter = 5000, 500
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  a heartbeat file, must not touch a disk
accesslog = None  # who reads and who complains is nobody's business; the gateway keeps the log that the law asks for
control_socket_disable = True
