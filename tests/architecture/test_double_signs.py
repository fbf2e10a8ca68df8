"""French keeps a double sign on the line of its word: a no-break space, in every template."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT

EXEMPT = re.compile(
    r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}|<(script|style)\b.*?</\1>|<!--.*?-->",
    re.DOTALL,
)
LOOSE = re.compile(r"[\w)}»’%…]\s+[:;!?»](?![\w:=])|«[ \n]\s*")
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))


def loose(text: str) -> list[str]:
    """Each place where a line could end before a double sign, or after «; comments are nobody's."""
    return LOOSE.findall(re.sub(r"\u00a0|\u202f", "~", EXEMPT.sub("", text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pourquoi ?", 1),
        ("Pourquoi\u00a0?", 0),
        ("« oui\u00a0»", 1),
        ("«\u00a0oui »", 1),
        ("le {{ day }} :", 1),
        ("le {{ day }}\n    : demain", 1),
        ("«\n{{ words }}\u00a0»", 1),
        ("{# pourquoi ? #}", 0),
        ('<a href="/a?b=c:d">', 0),
        ("{% comment %}Props : a.{% endcomment %}", 0),
    ],
)
def test_a_loose_sign_is_found(text, found):
    assert len(loose(text)) == found


def test_no_line_of_a_template_breaks_before_a_double_sign():
    found = {
        str(path.relative_to(ROOT)): signs
        for path in TEMPLATES
        if (signs := loose(path.read_text()))
    }

    assert len(TEMPLATES) > 200
    assert found == {}


# Shown as they are written: what a presenter says goes through ``typeset``.
AS_WRITTEN = (
    "apps/files/forms.py",
    "apps/results/assessments/forms.py",
    "apps/results/hand_backs/forms/hand_back.py",
)


@pytest.mark.parametrize("path", AS_WRITTEN)
def test_no_line_of_a_form_breaks_before_a_double_sign(path):
    lines = [
        node.value
        for call in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "ngettext"}
        for node in call.args
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]

    assert lines
    assert [text for text in lines if loose(text)] == []
