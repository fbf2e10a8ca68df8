"""What the portal asks of the files: their bells. Who points at one says so (``FILE_USES``)."""

from __future__ import annotations

from apps.files import register
from coeduc.portal import PeriodicTask

BEAT = (
    PeriodicTask(
        "ask the antivirus again", "apps.files.tasks.ask_antivirus_again", 60, queue="documents"
    ),
    PeriodicTask(
        "forget files joined to nothing",
        "apps.files.tasks.forget_loose_files",
        60,
        queue="documents",
    ),
)
REGISTER = register.REGISTER
