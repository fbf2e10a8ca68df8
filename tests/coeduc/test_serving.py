"""How the site is served is said once, in ``gunicorn.conf.py``: everything else agrees."""

import re
import runpy
from pathlib import Path

import pytest

from coeduc.postgresql import prepared
from coeduc.settings import base

ROOT = Path(__file__).resolve().parents[2]
FILE = "gunicorn.conf.py"
GUIDE = (ROOT / "docs/exploitation.md").read_text()
IMAGE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "docker-compose.yml").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
NAMES = {"WEB_CONCURRENCY": "workers", "WEB_THREADS": "threads"}


@pytest.fixture
def served(monkeypatch):
    """What gunicorn reads, in this environment."""

    def read(**environment):
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / FILE))

    return read


def test_a_request_that_waits_keeps_no_other_waiting(served):
    """Two synchronous processes were two requests at once, whatever those waited for."""
    assert served()["worker_class"] == "gthread"
    assert served()["workers"] * served()["threads"] > 8


@pytest.mark.parametrize(("name", "setting"), NAMES.items())
def test_a_place_says_how_many_by_its_environment(served, name, setting):
    assert served(**{name: "5"})[setting] == 5


@pytest.mark.parametrize(("name", "setting"), NAMES.items())
def test_what_is_said_beside_is_what_is_served(served, name, setting):
    usual = served()[setting]

    assert re.findall(rf"{name}: \$\{{{name}:-(\d+)\}}", COMPOSE) == [f"{usual}"]
    assert re.findall(rf"^{name}=(\d+)$", EXAMPLE, re.M) == [f"{usual}"]
    assert re.findall(rf"`{name}` \((\d+)\)", GUIDE) == [f"{usual}"]


@pytest.mark.parametrize("text", [IMAGE, COMPOSE, GUIDE], ids=["image", "compose", "guide"])
def test_no_command_says_otherwise(text):
    assert not re.search(r"--(workers|threads|worker-class)\b", text)


def test_the_image_takes_the_file_along():
    assert f"/src/{FILE}" in IMAGE
    assert FILE not in (ROOT / ".dockerignore").read_text()


def test_the_guide_says_how_long_a_connection_is_kept():
    usual = base.DATABASES["default"]["CONN_MAX_AGE"]

    assert re.findall(r"`CONN_MAX_AGE`, (\d+) s", GUIDE) == [f"{usual}"]


def test_the_guide_counts_what_connections_prepare(served):
    """Memory of PostgreSQL, which nobody sees coming."""
    connections = served()["workers"] * served()["threads"]
    [said] = re.findall(
        r"(\d+) connexions × (\d+) textes × (\d+) à (\d+) ko : (\d+) à (\d+) Mo", GUIDE
    )
    count, texts, least, most, from_, to = map(int, said)

    assert (count, texts) == (connections, prepared.MOST)
    assert (from_, to) == (count * texts * least // 1000, count * texts * most // 1000)
