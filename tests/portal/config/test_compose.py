"""`docker-compose.yml`: valid against the Compose Specification, complete, and free of secrets.

`tests/data/compose-spec.json` is the published schema of the Compose Specification (Apache-2.0, © its authors).
"""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft201909Validator

from portal.config import gunicorn
from portal.config.celery import app

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
LASTING = {"web", "worker", "beat", "db", "redis", "nginx"}


@pytest.fixture(scope="module")
def validator():
    # the published schema marks durations as of a format that no validator is asked to know
    return Draft201909Validator(json.loads((ROOT / "tests/data/compose-spec.json").read_text()))


def merged(compose):
    """The file as the engine reads it: `x-…` and merge keys resolved by the YAML loader, short forms kept."""
    return {key: value for key, value in compose.items() if not key.startswith("x-")}


def test_is_valid_against_the_compose_specification(validator):
    assert [error.message for error in validator.iter_errors(merged(COMPOSE))] == []


def test_the_schema_notices_a_wrong_key(validator):
    wrong = merged(COMPOSE) | {"services": SERVICES | {"web": SERVICES["web"] | {"helthcheck": {}}}}
    assert list(validator.iter_errors(wrong))


def test_has_every_part_with_a_health_check():
    assert set(SERVICES) == LASTING | {"setup"}
    for name in LASTING:
        assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}, name


def test_everybody_waits_for_whom_they_need():
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["setup"]["condition"] == "service_completed_successfully"
        assert SERVICES[name]["depends_on"]["db"]["condition"] == "service_healthy"
    assert SERVICES["nginx"]["depends_on"]["web"]["condition"] == "service_healthy"


def test_every_volume_is_declared_and_every_mounted_file_exists():
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (ROOT / source).exists(), source
            else:
                assert source in COMPOSE["volumes"], source


def test_secrets_come_from_outside_alone():
    for name in ("SECRET_KEY", "RECEIPT_PEPPER", "POSTGRES_PASSWORD"):
        uses = re.findall(rf"^\s*{name}: (.*)$", TEXT, re.MULTILINE)
        assert uses
        assert all(use.startswith(f"${{{name}:?") for use in uses), uses
    assert not re.search(r"postgres://[^$@/]+:[^$@/]+@", TEXT)
    example = (ROOT / ".env.example").read_text()
    for name in ("SECRET_KEY", "RECEIPT_PEPPER", "POSTGRES_PASSWORD"):
        assert f"\n{name}=\n" in example


def test_every_variable_of_the_file_is_in_the_example_and_in_the_guide():
    used = set(re.findall(r"\$\{([A-Z_]+)", TEXT)) - {"VERSION"}
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert used == example
    guide = (ROOT / "docs/operating.md").read_text()
    assert [name for name in sorted(used) if f"`{name}`" not in guide] == []


def test_the_settings_know_every_variable_that_web_is_given():
    settings = (ROOT / "portal/config/settings.py").read_text() + (ROOT / "portal/config/gunicorn.py").read_text()
    assert [name for name in SERVICES["web"]["environment"] if f'"{name}"' not in settings] == []


def test_only_nginx_is_reachable_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


def test_there_is_one_beat_and_its_application_exists():
    assert "deploy" not in SERVICES["beat"]
    for name in ("worker", "beat"):
        assert SERVICES[name]["command"][:4] == ["celery", "-A", "portal.config", name]
    assert app.main == "portal"


def test_the_web_server_runs_the_portal():
    assert SERVICES["web"]["command"][:3] == ["gunicorn", "--config", "python:portal.config.gunicorn"]
    assert gunicorn.wsgi_app == "portal.config.wsgi:application"
    assert gunicorn.accesslog is None, "nobody's reading is noted"


def test_the_image_holds_every_room():
    recipe = (ROOT / ".docker/Dockerfile").read_text()
    kept = (ROOT / ".dockerignore").read_text()
    for room in ("portal", "catalog", "disclosure", "requests_app", "oversight", "templates", "static", "locale"):
        assert f"COPY {room} {room}" in recipe
        assert f"!{room}\n" in kept
        assert (ROOT / room).is_dir()
    assert "USER portal" in recipe
