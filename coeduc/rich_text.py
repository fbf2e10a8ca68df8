"""What a teacher types, as a small text with light marks, and what a page may show of it. Pure.

The source is kept as it was typed (CommonMark: **bold**, lists, links, formulas between dollars);
the page shows HTML cleaned by nh3, which a browser can only read. What is pasted from a word
processor arrives as text: nothing of its styles is ever stored.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from typing import Any

import nh3
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from coeduc import formulas

LONGEST = 5000
LONGEST_FORMULA = 500
RULES = ("emphasis", "list", "newline", "escape", "entity", "link", "autolink", "linkify")
MATH = {
    "math", "mrow", "mi", "mo", "mn", "msup", "msub", "msubsup", "mfrac", "msqrt", "mroot",
    "mtext", "mspace", "mover", "munder", "munderover", "mtable", "mtr", "mtd", "mstyle",
}  # fmt: skip
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "sup", "sub"} | MATH
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "math": {"display"},
    "mo": {"stretchy", "form"},
    "mover": {"accent"},
    "mi": {"mathvariant"},
}
SCHEMES = {"http", "https"}
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BREAK = re.compile(r"<(?:br|/p|/li)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_BULLET = re.compile(r"^[ \t]*[•◦▪·‣–][ \t\u00a0]+", re.MULTILINE)


def tidy(text: str) -> str:
    """The source as it is kept: one kind of line ends, no control or direction characters.

    The bullets of word processors become a list; three empty lines become one.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = _INVISIBLE.sub("", text)
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    text = _BULLET.sub("- ", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def render(source: str) -> str:
    """Clean HTML of a tidy source; headings, tables, images, raw HTML stay as typed."""
    return clean(_markdown().render(source))


def clean(text: str) -> str:
    """The HTML that a browser may show: these tags alone, links that open nothing of ours."""
    return nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    ).strip()


def plain(text: str) -> str:
    """Clean HTML as one line of words, for a list; a formula keeps its meaning."""
    text = _BREAK.sub(" ", text)
    return " ".join(html.unescape(_TAG.sub("", formulas.flat(text))).split())


@cache
def _markdown() -> MarkdownIt:
    """Zero rules, then only those that a notebook needs; html stays off."""
    markdown = MarkdownIt("zero", {"html": False, "linkify": True, "breaks": True})
    markdown.enable([*RULES])
    markdown.use(dollarmath_plugin, renderer=_formula, allow_digits=False, double_inline=True)
    return markdown


def _formula(source: str, _options: Any) -> str:
    r"""``$\frac{1}{2}$`` as MathML, which every browser reads and speaks; as typed if it cannot."""
    if len(source) > LONGEST_FORMULA:
        return html.escape(source)
    try:
        return convert(source, display="inline")
    except Exception:
        return f"<code>{html.escape(source)}</code>"
