"""What every template keeps: no query, nothing inline, one order of blocks, one way to write."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
PAGES = {path.relative_to(TEMPLATES).as_posix(): path for path in TEMPLATES.rglob("*.html")}
BLOCKS = ["title", "styles", "heading", "content", "scripts"]
# Rendered by name by a library, never by us: the form pack, allauth's pages, Django's error pages.
GIVEN = re.compile(r"coeduc/|account/|(400|403|403_csrf|404|500)\.html$")


def code(source):
    """The tags and variables of a template, without its comments."""
    source = re.sub(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", "", source, flags=re.S)
    return re.findall(r"\{%.*?%\}|\{\{.*?\}\}", source, flags=re.S)


def markup(source):
    """The HTML that reaches the browser, without tags, variables and comments."""
    source = re.sub(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", "", source, flags=re.S)
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.S)


def extends_a_page(source):
    """E-mails and printed documents have frames of their own."""
    return re.search(r'\{% extends "(base|bare)\.html" %\}', source)


def offences(check):
    return sorted(
        f"{name}: {found}" for name, path in PAGES.items() for found in check(path.read_text())
    )


def test_no_template_opens_a_table():
    def queries(source):
        return [
            piece
            for piece in code(source)
            if re.search(r"\.all\b|_set\b|\.objects\b|\.filter\b", piece)
        ]

    assert offences(queries) == []


def test_a_name_given_in_a_block_is_not_expected_in_another():
    """Each block has a context of its own: a link would lead to the very page, and say nothing."""

    def lost(source):
        blocks = re.findall(r"\{% block (\w+) %\}(.*?)\{% endblock %\}", source, flags=re.S)
        given = {
            (block, name)
            for block, text in blocks
            for name in re.findall(r" (?:as|asvar) (\w+)", " ".join(code(text)))
        }
        return [
            f"«{name}» of {block} in {other}"
            for block, name in given
            for other, text in blocks
            if (other, name) not in given
            and re.search(rf"(?<![\w\".'-]){name}(?![\w\"'=-])", " ".join(code(text)))
        ]

    assert offences(lost) == []


def test_no_template_writes_style_or_script_inline():
    def inline(source):
        html = markup(source)
        return [
            *re.findall(r"<style\b", html),
            *re.findall(r"\sstyle\s*=", html),
            *re.findall(r"\son[a-z]+\s*=", html),
            *re.findall(r"javascript:", html),
            *(tag for tag in re.findall(r"<script\b[^>]*>", html) if "src=" not in tag),
        ]

    assert offences(inline) == []


def test_blocks_come_in_one_order():
    def disorder(source):
        if not extends_a_page(source):
            return []
        found = re.findall(r"\{%\s*block\s+(\w+)", source)
        return [] if found == [name for name in BLOCKS if name in found] else [found]

    assert offences(disorder) == []


def test_every_page_has_a_title():
    def untitled(source):
        if not extends_a_page(source) or "{% block title %}" in source:
            return []
        return ["no title"]

    assert offences(untitled) == []


def test_every_template_is_used():
    sources = [*PAGES.values(), *(ROOT / "apps").rglob("*.py"), *(ROOT / "coeduc").rglob("*.py")]
    text = "\n".join(path.read_text() for path in sources)
    components = set(re.findall(r'_render\(\s*context,\s*"(\w+)"', text))

    unused = sorted(
        name
        for name in PAGES
        if not GIVEN.match(name)
        and f'"{name}' not in text
        and f'"{name.removesuffix(".html")}"' not in text  # an e-mail, named with its text twin
        and not (name.startswith("components/") and Path(name).stem in components)
    )

    assert unused == []


def test_translated_blocks_are_trimmed():
    def loose(source):
        return [
            tag for tag in re.findall(r"\{%\s*blocktrans.*?%\}", source) if "trimmed" not in tag
        ]

    assert offences(loose) == []


def test_loads_are_sorted_and_builtins_are_not_loaded():
    def unsorted(source):
        names = re.findall(r"\{%\s*load\s+(.*?)\s*%\}", source)
        libraries = [library for line in names for library in line.split()]
        known = {"i18n", "static", "ui"} & set(libraries)
        return [] if libraries == sorted(libraries) and not known else [libraries]

    assert offences(unsorted) == []


def test_every_component_opens_with_its_purpose_and_props():
    silent = [
        name
        for name, path in PAGES.items()
        if name.startswith(("components/", "coeduc/"))
        and not path.read_text().startswith("{% comment %}\n")
    ]

    assert silent == []


def test_the_formatter_knows_every_block_component():
    tree = ast.parse((ROOT / "coeduc/ui.py").read_text())
    blocks = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any("simple_block_tag" in ast.unparse(decorator) for decorator in node.decorator_list)
    }
    options = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["djangofmt"]

    assert blocks | {"partialdef"} == set(options["custom-blocks"])


# The gallery's words are examples, for developers: nobody translates them.
@pytest.mark.parametrize("name", sorted(name for name in PAGES if "gallery/" not in name))
def test_a_page_says_french_words_through_gettext(name):
    translated = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}", re.S)
    source = translated.sub("", PAGES[name].read_text())
    words = re.sub(r"<[^>]*>", " ", markup(source))

    assert re.findall(r"[A-Za-zÀ-ÿ]{4,}", words) == []


def words_on_screen():
    """Every French sentence that goes through gettext, in templates and in code."""
    for path in PAGES.values():
        for piece in code(path.read_text()):
            yield from re.findall(r'\{% translate "([^"]+)"(?! context)', piece)
            yield from re.findall(r'\b_\("([^"]+)"\)', piece)
    for path in [*(ROOT / "apps").rglob("*.py"), *(ROOT / "coeduc").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Name(id="_" | "gettext" | "gettext_lazy"),
                    args=[ast.Constant(value=str() as words)],
                ):
                    yield words


def test_no_french_word_is_changed_by_the_catalogue_of_a_library():
    """«Note» was shown as «Remarque»: a library translates the English word «Note» into French.

    Such a word needs a context (``{% translate "Note" context "results" %}``, ``pgettext``).
    """
    with translation.override("fr"):
        changed = {
            words: translation.gettext(words)
            for words in words_on_screen()
            if translation.gettext(words) != words
        }

    assert changed == {}


# What leads to a PDF, or asks for one: the page says beforehand when this machine makes none.
PRINTS = re.compile(
    r'"(homework:(class_week_pdf|family_week|student_week|export_ask)'
    r'|publication:\w+_pdf|invitations:letter_create)"|page\.code_url'
)


def test_every_page_that_would_print_says_where_documents_cannot_be_made():
    def silent(source):
        if PRINTS.search(source) and not re.search(r"\{% (pdf_notice|can_print) ", source):
            yield PRINTS.search(source)[0]

    assert sum(bool(PRINTS.search(path.read_text())) for path in PAGES.values()) >= 7
    assert offences(silent) == []
