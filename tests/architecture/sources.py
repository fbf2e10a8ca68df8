"""The source tree as the architecture tests read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def modules(*patterns: str) -> Iterator[Path]:
    """Our own modules that match, the migrations of an app apart."""
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.relative_to(ROOT).parts[2:3] != ("migrations",):
                yield path


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of an attribute or a name, the empty string of anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def imported(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """«package.module.name» of every import, those for annotations alone apart."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)
        else:
            yield from imported(node)


def origins(tree: ast.AST) -> dict[str, str]:
    """What each imported name stands for, whatever it is called here."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.partition(".")[0]
                found[alias.asname or whole] = whole
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def uses(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What every imported name and its attributes stand for: «datetime.datetime.now»."""
    known = origins(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and (name := dotted(node)):
            head, dot, tail = name.partition(".")
            if head in known:
                yield f"{known[head]}{dot}{tail}", node
