"""A rule that several subjects need is said once, one floor down, and asked by name."""

import ast

from tests.architecture.sources import ROOT, modules, tree_of, where

APPS = list(modules("apps/**/*.py"))


def named(path):
    return path.relative_to(ROOT).as_posix()


# The rights themselves, the tables, what an import changes, and the two pages that say in words
# which place an adult has.
SCOPES = {
    "apps/schools/enums.py",
    "apps/schools/links.py",
    "apps/schools/models/families.py",
    "apps/schools/imports/queries/wording.py",
    "apps/schools/imports/services/guardians.py",
    "apps/schools/people/presenters.py",
    "apps/results/reading/views/family.py",
}


def test_what_a_link_lets_read_is_asked_of_its_rights():
    asking = {
        named(path)
        for path in APPS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Scope"
    }

    assert asking - SCOPES == set()


def test_what_cuts_a_link_is_asked_with_what_opens_it():
    calls = [
        where(path, node)
        for path in APPS
        if named(path) != "apps/schools/models/families.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "unrestricted"
    ]

    assert calls == []
