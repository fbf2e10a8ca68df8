"""Every link of every mail and paper, each followed to its end.

``Correspondence`` reads what was sent or printed, and at the end names the links nobody opened. A
link is opened by a robot first (anti-spam filters open them all, some twice), then by its person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from tests.bodies import text_of_pdf

ADDRESS = re.compile(r"https?://[^\s\"'<>()]+")
CODE = re.compile(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b")
TRAILING = ".,;:"


@dataclass
class Correspondence:
    """What was sent and printed in a test; ``waiting`` are the links still to be opened."""

    waiting: dict[str, str] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)

    def read(self, message: Any) -> list[str]:
        """The links of a mail, of its text and of its page, both the same."""
        [html] = [content for content, kind in message.alternatives if kind == "text/html"]
        in_text, in_page = links_in(message.body), links_in(html)
        assert in_page <= in_text, f"{message.subject}: {in_page - in_text} only in the page"
        return self._keep(in_text, message.subject)

    def read_paper(self, content: bytes) -> list[str]:
        """The page that a paper names, once for each code printed on it."""
        # A long address goes on on the next line, after a stroke or a hyphen.
        text = re.sub(r"(?<=[/-])\n", "", text_of_pdf(content))
        base = settings.PUBLIC_BASE_URL.rstrip("/")
        host = urlsplit(base).netloc
        pages = re.findall(rf"{re.escape(host)}(/[\w/-]+/)", text)
        assert pages, "a paper that names no page"
        return self._keep(
            {f"{base}{page}#{code}" for page in pages for code in CODE.findall(text)}, text[:60]
        )

    def open(self, client: Any, link: str) -> Any:
        """As a robot, then as the person: the answer to the person, at the end of redirections."""
        path = inside(link)
        robot = type(client)()
        for method in (robot.head, robot.get, robot.get):
            assert method(path).status_code < 400, f"{link}: refused to a robot"
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, f"{link}: {answer.status_code}"
        self.opened.append(link)
        self.waiting.pop(link, None)
        return answer

    def all_opened(self) -> None:
        assert self.waiting == {}, f"nobody opened {self.waiting}"

    def _keep(self, links: set[str], source: str) -> list[str]:
        assert links, f"{source}: no link at all"
        strange = [link for link in links if not link.startswith(settings.PUBLIC_BASE_URL)]
        assert strange == [], f"{source}: {strange} leads elsewhere"
        self.waiting |= dict.fromkeys(links, source)
        return sorted(links)


def links_in(text: str) -> set[str]:
    return {found.rstrip(TRAILING) for found in ADDRESS.findall(text)}


def inside(link: str) -> str:
    """The path that a browser asks for: never the fragment."""
    parts = urlsplit(link)
    return parts.path + (f"?{parts.query}" if parts.query else "")
