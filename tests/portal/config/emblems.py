"""A picture that an operator put down as the emblem of a site."""

from pathlib import Path

from django.conf import settings

from portal.config.emblem import emblem_address
from tests.portal.uploads.samples import png


def an_emblem(site: str = "nobody.test", *, ending: str = "png", content: bytes = b"") -> str:
    """Put it there, and return its digest; empty if it is not taken."""
    folder = Path(settings.DATA_DIR) / "emblems"
    folder.mkdir(exist_ok=True)
    (folder / f"{site}.{ending}").write_bytes(content or png())
    return emblem_address(site).rpartition("/")[2]
