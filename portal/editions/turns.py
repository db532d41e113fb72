"""One at a time: whoever asks for a page that is being rendered waits for it instead of rendering it once more."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_guard = Lock()
_held: dict[str, tuple[Lock, int]] = {}


@contextmanager
def turn(address: str) -> Iterator[None]:
    """Inside, no other thread of this process is at the same address."""
    with _guard:
        lock, waiting = _held.get(address, (Lock(), 0))
        _held[address] = lock, waiting + 1
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
        with _guard:
            lock, waiting = _held.pop(address)
            if waiting > 1:
                _held[address] = lock, waiting - 1
