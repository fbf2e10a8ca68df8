"""Addresses: French words, each with a name, in the space of an app, and never an expression."""

import ast

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests.access.routes import routes
from tests.architecture.sources import ROOT, dotted, modules, tree_of, where

CAPACITIES = {"famille/": "family", "eleve/": "student", "equipe/": "staff"}


def entries(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        yield entry
        if isinstance(entry, URLResolver):
            yield from entries(entry)


def leaves(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from leaves(entry, address)
        else:
            yield address, entry


def test_every_address_is_written_with_path():
    assert [str(e.pattern) for e in entries() if not isinstance(e.pattern, RoutePattern)] == []


def test_every_address_has_a_name():
    unnamed = [str(e.pattern) for e in entries() if isinstance(e, URLPattern) and not e.name]

    assert unnamed == []


def test_every_name_is_in_the_space_of_an_app_but_those_allauth_fixes():
    outside = [route.name for route in routes() if ":" not in route.name]

    assert [name for name in outside if not name.startswith("account_")] == []


def test_every_name_is_given_once():
    names = [route.name for route in routes()]

    assert sorted(names) == sorted(set(names))


def test_every_address_ends_with_a_slash_and_is_plain_lower_case():
    # A calendar is told by the end of its name.
    odd = [
        address
        for address, _ in leaves()
        if address and (not address.endswith(("/", ".ics")) or address != address.lower())
    ]

    assert odd == []


def test_rows_are_named_by_uuid_never_by_a_number_that_one_can_count():
    counted = [
        address for address, _ in leaves() if "<int:" in address and "courriels/" not in address
    ]

    assert counted == []


def test_an_app_with_rooms_only_includes_theirs():
    written = [
        where(path, element)
        for path in modules("apps/*/urls.py")
        if any(path.parent.glob("*/urls.py"))
        for element in ast.walk(tree_of(path))
        if isinstance(element, ast.Call)
        and dotted(element.func) == "path"
        and not (
            isinstance(element.args[1], ast.Call) and dotted(element.args[1].func) == "include"
        )
    ]

    assert written == []


def test_a_room_that_answers_requests_has_its_own_addresses():
    without = [
        str(views.relative_to(ROOT))
        for views in [*modules("apps/*/*/views.py"), *modules("apps/*/*/views/__init__.py")]
        if not (views.parents[1 if views.name == "__init__.py" else 0] / "urls.py").exists()
    ]

    assert without == []


def test_the_addresses_of_a_room_lead_to_its_own_views():
    astray = [
        f"{path.relative_to(ROOT)} -> {view}"
        for path in modules("apps/*/*/urls.py")
        for view in imported_views(path)
        if not view.startswith(".".join(path.relative_to(ROOT).parent.parts))
    ]

    assert astray == []


def imported_views(path):
    """Modules of views of ours that an ``urls`` imports."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("apps."):
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                if "views" in name.split("."):
                    yield name
