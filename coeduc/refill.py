"""What was sent after the session's end goes back into the fields of its own form.

Any form of any page, by the names of its fields: one button only, that of the form. Hidden fields
stay those of the page (tokens, keys), a password or a file is never written.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Fields = tuple[tuple[str, str], ...]
Edit = tuple[int, int, str]
UNTOUCHED = {"hidden", "password", "file", "submit", "button", "image", "reset"}
TICKED = {"checkbox", "radio"}


@dataclass(slots=True)
class Control:
    """One field: its tag, its attributes, where the tag stands, and where its content does."""

    tag: str
    attributes: dict[str, str | None]
    start: int
    end: int
    close: int = 0
    words: str = ""
    options: list[Control] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "text").lower() if self.tag == "input" else self.tag

    @property
    def value(self) -> str:
        given = self.attributes.get("value")
        if given is None:
            return self.words.strip() if self.tag == "option" else "on"
        return given


@dataclass(slots=True)
class Form:
    action: str
    is_post: bool
    controls: list[Control] = field(default_factory=list)


class _Reader(HTMLParser):
    """The forms of a page, with the place of each field in its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.labels: dict[str, str] = {}
        self._form: Form | None = None
        self._open: list[Control] = []
        self._label: tuple[str, list[str]] | None = None
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(page)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self._form = Form(
                found.get("action") or "", (found.get("method") or "").lower() == "post"
            )
            self.forms.append(self._form)
        elif tag == "label":
            self._label = (found.get("for") or "", [])
        elif self._form and tag in {"input", "textarea", "select", "option", "button"}:
            start = self._here()
            made = Control(tag, found, start, start + len(self.get_starttag_text() or ""))
            if tag == "option" and self._open and self._open[0].tag == "select":
                self._open[0].options.append(made)
                self._open = [self._open[0], made]
                return
            self._form.controls.append(made)
            if tag != "input":
                self._open = [made]

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].words += data
        if self._label:
            self._label[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "label" and self._label:
            self.labels[self._label[0]] = " ".join("".join(self._label[1]).split())
            self._label = None
        elif self._open and self._open[-1].tag == tag:
            self._open.pop().close = self._here()
        elif self._open and tag == "select":
            self._open = []


def refilled(page: str, fields: Fields, *, to: str, address: str) -> str | None:
    """``page`` with ``fields`` in the form that sends to ``to``; None where no field takes them."""
    known: dict[str, list[str]] = defaultdict(list)
    for name, value in fields:
        known[name].append(value)
    for form in _Reader(page).forms:
        if not form.is_post or urlsplit(urljoin(address, form.action)).path != urlsplit(to).path:
            continue
        names = {control.name for control in form.controls if control.tag != "button"}
        seen = [one for one in form.controls if one.name in known and _is_seen(one)]
        if not seen or not known.keys() <= names:
            continue
        edits = [edit for one in form.controls if _is_seen(one) for edit in _edits(one, known)]
        for start, end, text in sorted(edits, reverse=True):
            page = page[:start] + text + page[end:]
        return page
    return None


def labels_of(page: str, fields: Fields) -> dict[tuple[str, str], str]:
    """What is read on the page instead of a value: the words of a button or of a choice."""
    found: dict[tuple[str, str], str] = {}
    reader = _Reader(page)
    for control in [control for form in reader.forms for control in form.controls]:
        for one in control.options:
            found[control.name, one.value] = one.words
        if control.tag == "button":
            found[control.name, control.value] = control.words
        elif control.kind in TICKED:
            found[control.name, control.value] = reader.labels.get(
                control.attributes.get("id") or "", ""
            )
    return {key: " ".join(found[key].split()) for key in fields if found.get(key)}


def _is_seen(control: Control) -> bool:
    return bool(control.name) and control.tag != "button" and control.kind not in UNTOUCHED


def _edits(control: Control, known: dict[str, list[str]]) -> list[Edit]:
    values = known.get(control.name, [])
    if control.kind in TICKED:
        return [_tag(control, "checked", control.value in values)]
    if not values:
        return []
    if control.tag == "textarea":
        # The first line break after the tag is not part of the text.
        return [(control.end, control.close, "\n" + escape(values.pop(0)))]
    if control.tag == "select":
        return [_tag(one, "selected", one.value in values) for one in control.options]
    attributes = control.attributes | {"value": values.pop(0)}
    return [(control.start, control.end, _written(control.tag, attributes))]


def _tag(control: Control, mark: str, is_on: bool) -> Edit:
    attributes = {name: value for name, value in control.attributes.items() if name != mark}
    if is_on:
        attributes[mark] = None
    return control.start, control.end, _written(control.tag, attributes)


def _written(tag: str, attributes: dict[str, str | None]) -> str:
    said = [
        name if value is None else f'{name}="{escape(value)}"' for name, value in attributes.items()
    ]
    return f"<{' '.join([tag, *said])}>"
