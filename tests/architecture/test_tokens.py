"""The tokens hold every raw colour, and every pair of them that meets on a page is readable."""

import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = (ROOT / "static/css/app.css").read_text()
TEAM = (ROOT / "static/css/team.css").read_text()
CSS = APP + TEAM + "".join((ROOT / f"static/css/{n}.css").read_text() for n in ("demo", "notebook"))
RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab|lch|hwb|color)a?\(")
VARIANT = re.compile(r"[\w-]*-(?:\{%.*?%\}|\{\{.*?\}\})")  # button--{{ kind }}
PAPERS = ("paper", "sheet", "sunken")
TONES = ("accent-soft", "ask-soft", "calm-soft", "danger-soft")

TEXT_PAIRS = [
    *product(("ink", "ink-soft", "accent"), (*PAPERS, *TONES, "ruling", "ruling-strong")),
    *product(("accent-deep",), (*PAPERS, "accent-soft")),
    *product(("ask", "calm", "danger"), ("paper", "sheet")),
    ("ask", "ask-soft"),
    ("calm", "calm-soft"),
    ("danger", "danger-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("paper", "ink"),
    ("sheet", "calm"),
]
SHAPE_PAIRS = [("edge", "sheet"), ("edge", "paper"), ("accent", "paper"), ("danger", "sheet")]


def layer(name):
    """The text of one ``@layer name { … }``."""
    start = CSS.index(f"@layer {name} {{")
    depth = 0
    for brace in re.compile(r"[{}]").finditer(CSS, start):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return CSS[start : brace.end()]
    raise AssertionError(f"@layer {name} is not closed")


COLOUR = r"(#[0-9a-fA-F]{6}|rgb\([^)]*\))"
BOTH = re.compile(rf"--([\w-]+):\s*var\(--day, {COLOUR}\) var\(--night, {COLOUR}\);")


def palettes():
    """The day's colours and the night's."""
    found = BOTH.findall(layer("tokens"))
    return {
        "light": {name: day for name, day, _night in found},
        "dark": {name: night for name, _day, night in found},
    }


def luminance(colour):
    def linear(channel):
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_reader_can_read_every_text_on_every_paper(theme):
    palette = palettes()[theme]

    weak = {
        f"{ink} on {paper}": round(contrast(palette[ink], palette[paper]), 2)
        for ink, paper in TEXT_PAIRS
        if contrast(palette[ink], palette[paper]) < 4.5
    }

    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_reader_sees_the_edge_of_what_can_be_used(theme):
    palette = palettes()[theme]

    weak = [pair for pair in SHAPE_PAIRS if contrast(palette[pair[0]], palette[pair[1]]) < 3]

    assert weak == []


def test_every_colour_is_said_once_by_day_and_by_night():
    raw = RAW_COLOUR.findall(layer("tokens"))

    assert len(raw) == 2 * len(BOTH.findall(layer("tokens")))


def test_raw_colours_live_in_the_tokens_only():
    elsewhere = CSS.replace(layer("tokens"), "")

    assert RAW_COLOUR.findall(elsewhere) == []


def test_every_token_used_is_defined_and_every_token_defined_is_used():
    defined = set(re.findall(r"(?<![\w(])(--[\w-]+)\s*:", CSS))
    used = set(re.findall(r"var\((--[\w-]+)", CSS))

    assert used - defined == set()
    assert defined - used == set()


def classes_drawn():
    """The class names written in CSS, apart from strings, blocks and comments."""
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}|\"[^\"]*\"", " ", CSS, flags=re.S)
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


def test_no_class_of_the_stylesheet_is_absent_from_the_pages():
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "apps").rglob("*.py")]
    sources += [ROOT / "coeduc/ui.py", ROOT / "coeduc/forms.py"]
    sources += (ROOT / "static/js").rglob("*.js")
    text = "\n".join(path.read_text() for path in sources)
    words = set(re.findall(r"[\w-]+", text))
    families = tuple(set(re.findall(r"([\w-]+--(?:[\w-]*-)?)\{", text)))  # button--{{ kind }}

    orphans = {name for name in classes_drawn() - words if not name.startswith(families)}

    assert orphans == set()


def test_no_class_of_the_pages_is_absent_from_the_stylesheet():
    print_only = set(re.findall(r"\.([a-z][\w-]*)", (ROOT / "static/css/print.css").read_text()))
    unknown = set()
    for path in (ROOT / "templates").rglob("*.html"):
        if path.is_relative_to(ROOT / "templates/emails"):
            continue
        for value in re.findall(r'\sclass="((?:\{%.*?%\}|[^"])*)"', path.read_text()):
            names = re.sub(r"\{%.*?%\}", " ", VARIANT.sub(" ", value)).split()
            unknown |= {f"{path.name}: {name}" for name in {*names} - classes_drawn() - print_only}

    assert unknown == set()


def test_a_first_visit_on_a_phone_downloads_a_light_stylesheet():
    assert len(APP.encode()) < 30_000
    assert "@import" not in CSS
    assert "url(" not in CSS
