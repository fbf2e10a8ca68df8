"""Templates without their indentation: written to be read, sent to be shown.

A quarter of what a page weighed unzipped was the spaces that begin its lines. A line keeps its end,
so that words never touch; what is inside a tag (a sentence to translate, a value) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.template import Node, Origin, Template
from django.template.base import TextNode
from django.template.loaders import cached

_INDENTED = re.compile(r"\n\s+")
# There, a space is shown.
_KEEPS_SPACES = re.compile(r"<(?:pre|textarea)\b")


class Loader(cached.Loader):
    """Django's own, each page freed of its indentation when it is first read."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        is_known = self.cache_key(template_name, skip) in self.get_template_cache
        template: Template = super().get_template(template_name, skip)
        if not is_known and template_name.endswith(".html"):
            collapse_indentation(template)
        return template


def collapse_indentation(template: Template) -> None:
    """Take off the spaces that begin its lines, but in a page that shows some as they are."""
    if _KEEPS_SPACES.search(template.source):
        return
    for text in texts_of(template.nodelist):
        text.s = _INDENTED.sub("\n", text.s)


def texts_of(nodes: Iterable[Node]) -> Iterator[TextNode]:
    """Those of a template, inside its block tags too: ``get_nodes_by_type`` enters none of them.

    A ``simple_block_tag`` says that it has no child (Django 5.2).
    """
    for node in nodes:
        if isinstance(node, TextNode):
            yield node
        for name in dict.fromkeys([*node.child_nodelists, "nodelist"]):
            yield from texts_of(getattr(node, name, None) or ())
