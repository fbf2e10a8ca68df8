"""A school installs ``requirements.txt``: what the portal imports is in it.

A clone also has the tools of development, so that nothing else here would miss one.
"""

import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.sources import ROOT, dotted, modules, tree_of, where

# In no image, or only for development: they have their own extra (pyproject.toml).
ELSEWHERE = ("apps/demo/", "coeduc/embedded/")
OURS = {"apps", "coeduc"}


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed():
    lock = (ROOT / "requirements.txt").read_text()
    return {_normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==", lock, re.M)}


def _imports(tree):
    """Those for annotations alone apart: nothing imports them where the portal runs."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(node, ast.Import):
            yield from ((node, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module.partition(".")[0]
        else:
            yield from _imports(node)


@pytest.mark.parametrize("package", ["django", "celery", "psycopg"])
def test_the_lock_is_read(package):
    assert package in _installed()


def test_what_the_portal_imports_is_installed_where_it_runs():
    installed, sources = _installed(), packages_distributions()
    found = [
        f"{where(path, node)} {name}"
        for path in modules("apps/**/*.py", "coeduc/**/*.py")
        if not path.relative_to(ROOT).as_posix().startswith(ELSEWHERE)
        for node, name in _imports(tree_of(path))
        if name not in OURS and name not in sys.stdlib_module_names
        if not installed.intersection(map(_normal, sources.get(name, ())))
    ]

    assert found == []


def test_an_import_for_annotations_alone_asks_for_nothing():
    tree = ast.parse(
        "import celery.app\n"
        "if TYPE_CHECKING:\n    from django_stubs_ext import WithAnnotations\n"
        "def late():\n    from PIL import Image\n"
    )

    assert [name for _node, name in _imports(tree)] == ["celery", "PIL"]
