"""What is written of each request and task, as one JSON object a line, and what never is.

An address is written as its pattern, a person as their public id, an error as the name of its
class and the places it went through: never its message, which may quote a mark or a name.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, TypedDict

import structlog

from coeduc import portal

ROOT = Path(__file__).resolve().parents[1]
# Beyond, a loop of errors would write a book.
MOST_FRAMES, MOST_CAUSES = 40, 5


class HideSecretAddresses(logging.Filter):
    """Some addresses are keys: Django names the address of each error and of each 404."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = without_keys(said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True


def without_keys(said: str) -> str:
    """The addresses that are keys (``portal.SECRET_PATHS``), without what opens anything.

    Asked at each line: the logs are set up before the apps are ready.
    """
    for start in portal.secret_paths():
        said = re.sub(rf"({re.escape(start)})[^\s?]+", r"\1…", said)
    return said


# ``{"class": …, "frames": ["file:line in f"]}``
Place = TypedDict("Place", {"class": str, "frames": list[str]})


def places(error: BaseException | None) -> list[Place]:
    """An error and its causes, the last first."""
    found: list[Place] = []
    while error is not None and len(found) < MOST_CAUSES:
        kind = type(error)
        found.append(
            {
                "class": f"{kind.__module__}.{kind.__qualname__}",
                "frames": _frames(error.__traceback__),
            }
        )
        error = error.__cause__ or error.__context__
    return found


def _frames(trace: TracebackType | None) -> list[str]:
    steps = traceback.extract_tb(trace)[-MOST_FRAMES:]
    return [f"{_short(step.filename)}:{step.lineno} in {step.name}" for step in steps]


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return path.relative_to(ROOT).as_posix()
    return "/".join(path.parts[-3:])


def errors_as_places(_logger: Any, _method: str, event: Any) -> Any:
    """A processor: what went wrong, without a word of what it was about."""
    exc_info = event.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    if isinstance(exc_info, tuple):
        exc_info = exc_info[1]
    if isinstance(exc_info, BaseException):
        event["errors"] = places(exc_info)
    return event


COMMON: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def as_json() -> logging.Formatter:
    """The formatter of production: one object a line, whoever wrote it."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=COMMON,
        processors=[
            errors_as_places,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    )


def journal_file(path: str) -> dict[str, Any]:
    """The handler of the security journal: a file that logrotate may move, or the common stream."""
    if path:
        return {"class": "logging.handlers.WatchedFileHandler", "filename": path}
    return {"class": "logging.StreamHandler"}
