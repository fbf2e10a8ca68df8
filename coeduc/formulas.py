"""Formulas where MathML is not drawn (paper): one line of text that says the same. Pure.

A fraction keeps its bar and its parentheses, a root its sign, powers stay raised: WeasyPrint would
print ``<mfrac>`` as two figures side by side, which is another number.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ONE = re.compile(r"[\w,.]*", re.UNICODE)
_RAISED = re.compile(r"<(?P<way>sup|sub)>(?P<inside>[^<]*)</(?P=way)>")
SUPERSCRIPTS = dict(zip("0123456789n", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", strict=True))
BARS = "―¯‾_"


@dataclass(slots=True)
class Node:
    name: str
    children: list[Node] = field(default_factory=list)
    text: str = ""


def on_paper(clean: SafeString) -> SafeString:
    """The same clean HTML, each formula as text with raised and lowered parts."""
    written = _MATH.sub(lambda found: f'<span class="formula">{_line(found.group())}</span>', clean)
    return mark_safe(written)  # noqa: S308 (clean HTML, whose formulas are escaped again)


def flat(clean: str) -> str:
    """The same clean HTML, where nothing can be raised or lowered: «x²», «x^(n+1)», «u_n»."""
    return _MATH.sub(lambda found: _levelled(_line(found.group())), clean)


def _levelled(line: str) -> str:
    """From the inside out, since a power may have one of its own."""
    while found := _RAISED.search(line):
        line = line.replace(found.group(), _level(found["way"], found["inside"]))
    return line


def _level(way: str, inside: str) -> str:
    if way == "sup" and all(sign in SUPERSCRIPTS for sign in inside):
        return "".join(SUPERSCRIPTS[sign] for sign in inside)
    mark = "^" if way == "sup" else "_"
    return f"{mark}{inside}" if len(inside) == 1 or inside.isdecimal() else f"{mark}({inside})"


def _line(mathml: str) -> str:
    reader = _Reader()
    reader.feed(mathml)
    reader.close()
    return _said(reader.root)


class _Reader(HTMLParser):
    """nh3 closes every element: a tag that opens is always followed by the one that closes it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("math")
        self.path = [self.root]

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        node = Node(tag)
        self.path[-1].children.append(node)
        self.path.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self.path) > 1 and self.path[-1].name == tag:
            self.path.pop()

    def handle_data(self, data: str) -> None:
        self.path[-1].text += data


def _said(node: Node) -> str:
    parts = [_said(child) for child in node.children]
    match node.name, parts:
        case "mfrac", [over, under]:
            return f"{_group(over)}/{_group(under)}"
        case "msqrt", _:
            return f"√{_group(''.join(parts))}"
        case "mroot", [inside, rank]:
            return f"<sup>{rank}</sup>√{_group(inside)}"
        case "msup", [base, power]:
            return f"{base}<sup>{power}</sup>"
        case (("msub" | "munder"), [base, below]):
            return f"{base}<sub>{below}</sub>"
        case (("msubsup" | "munderover"), [base, below, above]):
            return f"{base}<sub>{below}</sub><sup>{above}</sup>"
        case "mover", [base, above]:
            return _crowned(base, above)
        case "mtr", _:
            return " ; ".join(parts)
        case "mtable", _:
            return f"[ {' | '.join(parts)} ]"
        case "mspace", _:
            return " "
    return html.escape(node.text) + "".join(parts)


def _crowned(base: str, above: str) -> str:
    if above == "→":
        return _("vecteur %(name)s") % {"name": base}
    if above in BARS:
        return f'<span class="formula__bar">{base}</span>'
    if above in "^ˆ̂":
        return _("angle %(name)s") % {"name": base}
    return f"{base}<sup>{above}</sup>"


def _group(said: str) -> str:
    """In parentheses unless it is one number or one name."""
    return said if _ONE.fullmatch(_TAG.sub("", said)) else f"({said})"
