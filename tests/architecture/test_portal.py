"""What the frame, Celery and the logs know of an app comes from its ``portal.py`` alone."""

import inspect
import re
from importlib import import_module
from uuid import UUID

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, get_resolver, resolve, reverse

from coeduc import portal
from coeduc.access import Capacity
from coeduc.chapters import Chapter
from coeduc.ways_back import takes_get
from tests.architecture.sources import ROOT, modules

OWN = {"about", "comfort", "gallery"}  # addresses of the project itself
APP = re.compile(r"""["']apps\.[a-z_.]+["']""")


def test_no_route_of_an_app_is_named_in_the_project():
    namespaces = set(get_resolver().namespace_dict) - OWN
    route = re.compile(rf"""["'](?:{"|".join(sorted(namespaces))}):[a-z_]+["']""")

    named = {
        f"{path.relative_to(ROOT)}: {found}"
        for path in modules("coeduc/**/*.py")
        for found in route.findall(path.read_text())
    }

    assert {"home", "homework", "imports", "invitations", "results", "schools"} <= namespaces
    assert named == set()


def test_the_project_names_apps_only_to_install_them():
    installed = {f'"{config.name}"' for config in apps.get_app_configs()}
    named = {
        f"{path.name}: {found}"
        for path in modules("coeduc/**/*.py")
        for found in APP.findall(path.read_text())
        if found not in installed
    }

    assert named == set()


def test_every_app_has_its_portal():
    ours = {config.name for config in apps.get_app_configs() if config.name.startswith("apps.")}

    assert {
        name for name in ours if not (ROOT / name.replace(".", "/") / "portal.py").exists()
    } == set()


@pytest.mark.parametrize("page", portal.answers().menu, ids=lambda page: page.route)
def test_every_page_of_a_menu_is_one_and_what_is_under_it_exists(page):
    known = {prefix.split("<")[0] for prefix in addresses()}
    known |= {re.sub("<[^>]+>", "*", prefix) for prefix in addresses()}

    assert takes_get(resolve(reverse(page.route)).func)
    assert [under for under in page.under if under not in known] == []


def addresses(resolver=None, before="/"):
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from addresses(entry, address)
        else:
            yield address


def test_each_space_has_one_home_and_no_two_pages_of_a_chapter_have_one_rank():
    ranks = [(page.capacity, page.chapter, page.rank) for page in portal.answers().menu]

    assert len(ranks) == len(set(ranks))
    assert {key for key, chapter, rank in ranks if (chapter, rank) == (Chapter.TODAY, 0)} == set(
        Capacity
    )


def test_a_portal_answers_only_what_is_asked():
    """A name that nobody collects would be silent: a key in the logs, a bell that never rings."""
    source = inspect.getsource(portal.collect)
    asked = set(re.findall(r'getattr\(module, "([A-Z_]+)"', source))
    for several in re.findall(r"for (?:many|alone) in \(([^)]*)\)", source):
        asked |= {name.upper() for name in re.findall(r'"([a-z_]+)"', several)}
    unheard = {
        f"{config.name}: {name}"
        for config in apps.get_app_configs()
        if config.name.startswith("apps.")
        for name, line in vars(import_module(f"{config.name}.portal")).items()
        if name.isupper()
        and (callable(line) or isinstance(line, tuple | list | dict | portal.Acts))
        and name not in asked
    }

    assert len(asked) >= 10
    assert unheard == set()


@pytest.mark.parametrize("setting", portal.answers().settings, ids=lambda one: one.route)
def test_every_line_of_the_settings_is_a_page(setting):
    try:
        reverse(setting.route, args=[UUID(int=0)])
    except NoReverseMatch:
        pytest.fail(setting.route)


def test_no_two_lines_of_the_settings_have_one_rank():
    ranks = [one.rank for one in portal.answers().settings]

    assert len(ranks) > 2
    assert sorted(ranks) == ranks == sorted(set(ranks))
