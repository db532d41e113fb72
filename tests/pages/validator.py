"""The Nu Html Checker of the W3C: a Java program, fetched by `make .var/vnu.jar`."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

JAR = Path(settings.BASE_DIR) / ".var" / "vnu.jar"


def complaints_about(pages: dict[str, str], folder: Path) -> list[str]:
    """What is not valid in `pages`, which are HTML by a name; skips where the program is missing and need not be."""
    java = shutil.which("java")
    if java is None or not JAR.exists():
        missing = "Java" if java is None else JAR.name
        if os.environ.get("REQUIRE_VALIDATOR"):
            pytest.fail(f"No {missing}, and REQUIRE_VALIDATOR is set.")
        pytest.skip(f"No {missing}: HTML is not validated (Debian: default-jre-headless; then `make .var/vnu.jar`).")
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        (folder / f"{number}.html").write_text(html, encoding="utf-8")
        names[f"{number}.html"] = name
    command = [java, "-Xss4m", "-jar", str(JAR), "--errors-only", "--format", "json", "--stdout", str(folder)]
    said = subprocess.run(command, capture_output=True, check=False)
    messages = json.loads(said.stdout)["messages"]
    return sorted(
        f"{names[message['url'].rpartition('/')[2]]}: {message['message']} {message.get('extract', '')!r}"
        for message in messages
    )
