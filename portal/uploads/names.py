"""Names of files as people gave them, made safe to show, to send in a header and to save on any computer."""

import re
import unicodedata

MAX_NAME = 120  # characters, ending included
_FORBIDDEN = re.compile(r'[<>:"|?*%;]')  # path and header signs that some system or browser reads as more than a letter

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # devices, to Windows


def display_name(raw: str) -> str:
    """`raw` without folders, control and direction characters; Chinese stays Chinese. Never empty."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    visible = "".join(sign if _is_visible(sign) else " " for sign in base)
    name = " ".join(_FORBIDDEN.sub("_", visible).split()).strip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:MAX_NAME] or "file"
    return f"{stem[: MAX_NAME - len(extension) - 1].strip() or 'file'}.{extension}"


def _is_visible(sign: str) -> bool:
    # Cc breaks headers, Cf turns "exe.txt" around, Cs cannot be encoded, Zl and Zp break lines
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
