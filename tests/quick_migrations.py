"""The same migrations in half the time: what hangs on a table does not draw its neighbours again.

Before each operation Django draws anew the model it changes and all those it is linked to: here,
fifty for each constraint, index or trigger, which change nothing that another model sees. They are
noted on their own model instead. For the template of the tests alone; `tests/test_first_door.py`
migrates as a school does, and compares.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

HANGING = ("constraints", "indexes", "triggers")
CHANGES = (
    (ProjectState, "_append_option"),
    (ProjectState, "_remove_option"),
    (ProjectState, "_alter_option"),
    (AddTrigger, "state_forwards"),
    (RemoveTrigger, "state_forwards"),
)


def install() -> None:
    for owner, name in CHANGES:
        setattr(owner, name, _noting(getattr(owner, name)))


def _noting(change: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(change)
    def noted(*args: Any, **options: Any) -> None:
        with patch.object(ProjectState, "reload_model", _note):
            change(*args, **options)

    return noted


def _note(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:
    """In place of ``reload_model``."""
    if "apps" in state.__dict__:
        options = state.models[app_label, model_name.lower()].options
        drawn = state.apps.get_model(app_label, model_name)._meta
        for name in HANGING:
            if name in options:
                setattr(drawn, name, list(options[name]))
