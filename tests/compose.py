"""``docker-compose.yml`` read without an engine: the part of YAML that it uses, and nothing more.

What is not of that part is refused, so that a line nobody reads passes for none.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEY = re.compile(r"(?P<key><<|[\w.-]+|\"[^\"]+\"):(?:\s+(?P<rest>\S.*))?$")
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


class NotReadError(Exception):
    """A line that this reader does not know."""


@dataclass(frozen=True)
class Line:
    number: int
    indent: int
    text: str


def read(text: str) -> dict[str, Any]:
    lines = [
        Line(number, len(raw) - len(raw.lstrip()), raw.strip())
        for number, raw in enumerate(text.splitlines(), start=1)
        if raw.strip() and not raw.lstrip().startswith("#")
    ]
    for line in lines:
        if "\t" in line.text or line.indent % 2:
            raise NotReadError(f"line {line.number}: tabs, or an odd indent")
    anchors: dict[str, Any] = {}
    found, rest = _block(lines, 0, anchors)
    if rest:
        raise NotReadError(f"line {rest[0].number}: {rest[0].text}")
    assert isinstance(found, dict)
    return found


def _block(lines: list[Line], indent: int, anchors: dict[str, Any]) -> tuple[Any, list[Line]]:
    if lines and lines[0].text.startswith("- "):
        items = []
        while lines and lines[0].indent == indent and lines[0].text.startswith("- "):
            items.append(_scalar(lines[0].text[2:].strip(), lines[0], anchors))
            lines = lines[1:]
        return items, lines
    found: dict[str, Any] = {}
    merged: dict[str, Any] = {}
    while lines and lines[0].indent == indent:
        line = lines[0]
        match = KEY.match(line.text)
        if match is None:
            raise NotReadError(f"line {line.number}: {line.text}")
        key, rest = match["key"].strip('"'), match["rest"] or ""
        name, rest = _anchor(rest)
        lines = lines[1:]
        if key == "<<":
            merged |= _scalar(rest, line, anchors)
            continue
        if key in found:
            raise NotReadError(f"line {line.number}: {key} twice")
        if rest:
            found[key] = _scalar(rest, line, anchors)
        elif lines and lines[0].indent > indent:
            found[key], lines = _block(lines, lines[0].indent, anchors)
        else:
            found[key] = None
        if name:
            anchors[name] = found[key]
    if lines and lines[0].indent > indent:
        raise NotReadError(f"line {lines[0].number}: {lines[0].text}")
    return merged | found, lines


def _anchor(rest: str) -> tuple[str, str]:
    match = re.match(r"&(\w+)\s*(.*)$", rest)
    return (match[1], match[2]) if match else ("", rest)


def _scalar(said: str, line: Line, anchors: dict[str, Any]) -> Any:
    if said.startswith("*"):
        return anchors[said[1:]]
    if said.startswith('"'):
        return json.loads(said)
    if said.startswith("["):
        inner = re.findall(r'"(?:[^"\\]|\\.)*"|[^,\[\]\s][^,\[\]]*', said[1:-1])
        return [json.loads(one) if one.startswith('"') else one.strip() for one in inner]
    if said.startswith("{"):
        pairs = (pair.partition(":") for pair in said.strip("{} ").split(","))
        return {key.strip(): value.strip() for key, _, value in pairs}
    # What YAML would read otherwise than it is written.
    if said[0] in "&*!|>%@`'?" or ": " in said or " #" in said:
        raise NotReadError(f"line {line.number}: {said}")
    return said


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def compose() -> dict[str, Any]:
    return read((ROOT / "docker-compose.yml").read_text())
