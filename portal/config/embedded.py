"""What the embedded shape needs in place of servers: a kept secret, and folders as message queue."""

import os
import secrets
from pathlib import Path


def kept_secret(file: Path) -> str:
    """Return the secret kept in `file`, making it on first use, readable by its owner alone."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    with os.fdopen(handle, "w") as opened:
        opened.write(secrets.token_urlsafe(50))
    return file.read_text()


def broker_folders(data_dir: Path) -> dict[str, object]:
    """Return kombu's transport options for a queue kept in folders below `data_dir`."""
    queue, control = data_dir / "queue", data_dir / "control"
    for folder in (queue, control):
        folder.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(control),
        "store_processed": False,
    }
