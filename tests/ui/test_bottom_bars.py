"""What stays at the bottom of the screen leaves its place to the bar of the demonstration."""

import re
from pathlib import Path

import pytest

STYLES = Path("static/css")
RULE = re.compile(r"([^{}]+)\{([^{}]*position: (?:fixed|sticky)[^{}]*)\}")
AT_THE_BOTTOM = re.compile(r"inset-block-end:|inset: auto 0|bottom:|inset: 0 ")


def bottom_bars():
    return [
        (selector.strip(), rule)
        for style in sorted(STYLES.glob("*.css"))
        if style.name != "demo.css"
        for selector, rule in RULE.findall(style.read_text())
        if AT_THE_BOTTOM.search(rule)
    ]


def test_bars_are_found():
    assert {".grid-bar", ".entry__bar"} <= {selector for selector, __ in bottom_bars()}


@pytest.mark.parametrize(("selector", "rule"), bottom_bars())
def test_each_stands_on_what_is_under_it(selector, rule):
    assert "var(--under, 0px)" in rule, selector
