"""A file is read in one sitting, a function on one screen."""

import ast

from tests.architecture.sources import ROOT, modules, tree_of, where

MODULE, FUNCTION, TEMPLATE, TEST = 400, 60, 150, 600
CODE = list(modules("apps/**/*.py", "coeduc/**/*.py", "manage.py"))


def longer(paths, limit):
    return [
        (str(path.relative_to(ROOT)), lines)
        for path in paths
        if (lines := len(path.read_text().splitlines())) > limit
    ]


def test_no_module_is_longer_than_four_hundred_lines():
    assert longer(CODE, MODULE) == []


def test_no_template_is_longer_than_a_hundred_and_fifty_lines():
    assert longer(sorted(ROOT.glob("templates/**/*.*")), TEMPLATE) == []


def test_no_test_file_is_longer_than_six_hundred_lines():
    assert longer(modules("tests/**/*.py"), TEST) == []


def test_no_function_is_longer_than_sixty_lines():
    long = [
        (where(path, node), node.name)
        for path in CODE
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION
    ]

    assert long == []
