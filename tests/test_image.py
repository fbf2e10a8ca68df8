"""The image and the compose file, as far as a machine without an engine can prove them."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from coeduc import health
from tests import compose
from tests.architecture.sources import ROOT

SERVICES = compose.services()
OURS = {"migrate", "web", "bell", "documents", "imports", "beat"}
IMAGE = (ROOT / "Dockerfile").read_text()


# --- The file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c",
        "a:\n   - b",
        "a: 'b'",
        "a: |",
        "a: b\na: c",
        "a: b\n    c: d",
        "a: b # c",
        "- a: b",
    ],
)
def test_a_line_that_is_not_understood_is_refused(text):
    with pytest.raises((compose.NotReadError, AssertionError)):
        compose.read(text)


def test_what_is_shared_reaches_each_service():
    read = compose.read('x: &x\n  a: 1\n  b: 2\ns:\n  <<: *x\n  b: 3\n  l: ["p", q]\n  m: { k: v }')

    assert read["s"] == {"a": "1", "b": "3", "l": ["p", "q"], "m": {"k": "v"}}


def test_the_services_are_these():
    assert set(SERVICES) == OURS | {"db", "redis", "mail", "clamav"}
    assert [name for name, one in SERVICES.items() if "profiles" in one] == ["clamav"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_each_service_that_stays_says_how_it_is(name):
    check = SERVICES[name]["healthcheck"]

    assert check["test"][0] in ("CMD", "CMD-SHELL")
    assert {"interval", "timeout", "retries"} <= set(check)


def test_the_site_is_asked_where_it_answers():
    said = " ".join(SERVICES["web"]["healthcheck"]["test"])

    assert f":8000{health.READY}" in said
    assert "0.0.0.0:8000" in IMAGE
    compile(SERVICES["web"]["healthcheck"]["test"][-1], "healthcheck", "exec")


@pytest.mark.parametrize("queue", [queue.name for queue in settings.CELERY_TASK_QUEUES])
def test_each_queue_has_one_worker_which_is_asked_under_its_name(queue):
    workers = [
        one
        for one in SERVICES.values()
        if "-Q" in one.get("command", []) and queue in one["command"]
    ]

    [worker] = workers
    assert worker["command"][worker["command"].index("-Q") + 1] == queue
    assert f"{queue}@$$(hostname)" in worker["healthcheck"]["test"][-1]


def test_there_is_one_clock():
    assert [name for name, one in SERVICES.items() if "beat" in one.get("command", [])] == ["beat"]


@pytest.mark.parametrize("name", sorted(OURS - {"migrate"}))
def test_nothing_starts_before_the_base_has_its_tables(name):
    waits = SERVICES[name]["depends_on"]

    assert waits["migrate"] == {"condition": "service_completed_successfully"}
    assert set(waits) <= set(SERVICES)


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_services_share_the_files_and_nothing_of_the_machine(name):
    service = SERVICES[name]

    assert service["volumes"] == ["media:/app/var/media"]
    assert service["environment"]["MEDIA_ROOT"] == "/app/var/media"
    assert service["read_only"] == "true"
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_every_volume_is_declared_and_used():
    named = {
        volume.partition(":")[0] for one in SERVICES.values() for volume in one.get("volumes", [])
    }

    assert named == set(compose.compose()["volumes"])


def test_no_port_is_open_beyond_the_machine():
    ports = [port for one in SERVICES.values() for port in one.get("ports", [])]

    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_production_is_given_every_variable_that_it_must_have():
    given = SERVICES["web"]["environment"]
    source = (ROOT / "coeduc/settings/prod.py").read_text()
    needed = set(re.findall(r'env\.\w+\("(\w+)"\)', source))

    assert "SECRET_KEY" in needed
    assert needed - set(given) == set()


def given_by(text):
    return set(re.findall(r"^(\w+)=", text, re.M))


def test_the_site_is_given_every_variable_that_is_offered_to_it():
    """A line of ``.env`` that no service is given would change nothing, and say nothing."""
    offered, _, _rest = (ROOT / ".env.example").read_text().partition("# --- Développement")
    given = SERVICES["web"]["environment"]

    assert len(given_by(offered)) > 20
    assert given_by(offered) - set(given) == set()


@pytest.mark.parametrize("name", sorted(OURS - {"web"}))
def test_who_keeps_no_page_waiting_speaks_to_the_base_itself(name):
    for of_a_page in ("DATABASE_POOLED", "STATEMENT_TIMEOUT", "DATABASE_PATIENCE"):
        assert of_a_page in SERVICES["web"]["environment"]
        assert of_a_page not in SERVICES[name]["environment"]


def test_what_nobody_gives_is_what_the_settings_say():
    """``.env.example`` and the compose file alike: a default is said once, the settings' own."""
    usual = {
        "STATEMENT_TIMEOUT": "10s",
        "DATABASE_PATIENCE": "12",
        "PREPARED_STATEMENTS": "true",
        "DATABASE_POOLED": "false",
        "TRUSTED_PROXY_COUNT": "1",
    }
    example = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.M))
    sources = "".join((ROOT / f"coeduc/settings/{one}.py").read_text() for one in ("base", "prod"))

    for name, value in usual.items():
        assert example[name] == value
        assert SERVICES["web"]["environment"][name] == f"${{{name}:-{value}}}"
        [said] = re.findall(rf'"{name}", default="?([\w.]+)', sources)
        assert said.lower().removesuffix(".0") == value


def test_the_secret_is_asked_for_and_has_no_value_of_its_own():
    assert SERVICES["web"]["environment"]["SECRET_KEY"].startswith("${SECRET_KEY:?")


def test_the_variables_that_a_person_may_give_are_written_for_them():
    """Those of the compose file alone have a value there."""
    found = set(re.findall(r"^#? ?(\w+)=", (ROOT / ".env.example").read_text(), re.M))
    text = (ROOT / "docker-compose.yml").read_text()
    own = {name for name, kind, _ in compose.VARIABLE.findall(text) if kind == "-"}

    assert {name for name, _, _ in compose.VARIABLE.findall(text)} - found - own == set()


# --- The image -----------------------------------------------------------------------------------


def test_the_image_runs_the_script_that_is_tried_here():
    assert "sh build_image.sh" in IMAGE
    assert "--no-deps --require-hashes -r" in IMAGE


def test_what_the_image_carries_is_there_and_kept_from_no_build():
    copied = re.findall(r"^COPY --from=build ((?:/src/\S+ )+)", IMAGE, re.M)
    paths = {path.removeprefix("/src/") for line in copied for path in line.split()}
    ignored = set((ROOT / ".dockerignore").read_text().split())

    assert {"apps", "coeduc", "templates", "static", "locale", "manage.py"} <= paths
    assert {path for path in paths - {"staticfiles"} if not (ROOT / path).exists()} == set()
    assert paths & (ignored - {"staticfiles"}) == set()


def test_the_image_is_nobody_s_root():
    assert re.search(r"^USER coeduc$", IMAGE, re.M)
    assert IMAGE.index("USER coeduc") < IMAGE.index("CMD [")


def test_what_runs_is_what_the_documents_say():
    command = json.loads(IMAGE.rpartition("CMD ")[2].replace("\\\n", ""))

    assert command[:2] == ["gunicorn", "coeduc.wsgi:application"]
    # Neither the address nor what it asks: a search, the key of a calendar.
    said = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["access_log_format"]
    assert "gunicorn.conf.py" in IMAGE
    assert not set("rUqfa") & set(re.findall(r"%\((\w+)\)", said))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The tree that Docker would be given, built by the script of the image."""
    if shutil.which("msgfmt") is None:
        pytest.skip("GNU gettext compiles the catalogues of the image; not on this machine")
    place = tmp_path_factory.mktemp("image") / "src"
    ignored = {line.strip("*/ ") for line in (ROOT / ".dockerignore").read_text().splitlines()}
    shutil.copytree(
        ROOT,
        place,
        ignore=lambda folder, names: {
            name
            for name in names
            if name.endswith(".mo")
            or name == "__pycache__"
            or (Path(folder) / name).relative_to(ROOT).as_posix() in ignored
        },
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "build_image.sh"],
        cwd=place,
        env={"PATH": path, "HOME": str(place.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    return place, done


@pytest.mark.whole
def test_the_script_of_the_image_builds_all_that_a_page_needs(built):
    place, done = built

    assert done.returncode == 0, done.stderr
    assert (place / "locale/fr/LC_MESSAGES/django.mo").exists()
    assert (place / "staticfiles/staticfiles.json").exists()
    assert not (place / "apps/demo").exists()
    assert not (place / "tests").exists()


@pytest.mark.whole
def test_what_was_built_answers_a_probe_and_a_page(built):
    """As the image starts it, without a database: alive, not ready, and a page that says why."""
    place, _done = built
    asked = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
secure = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "image"}
print(client.get("/sante/").status_code, client.get("/sante/pret/").status_code,
      client.get("/compte/connexion/", **secure).status_code)
"""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    given = {
        "PATH": path, "DJANGO_SETTINGS_MODULE": "coeduc.settings.prod", "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "image", "PUBLIC_BASE_URL": "https://image",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing", "REDIS_URL": "redis://127.0.0.1:1",
        "EMAIL_URL": "consolemail://", "DEFAULT_FROM_EMAIL": "image@example.org",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=place,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.split() == ["200", "503", "503"], done.stderr
