"""What the portal asks of the operation: a beat a queue, heard by its worker."""

from __future__ import annotations

from coeduc.portal import Included, PeriodicTask

BEAT = (
    PeriodicTask("beat of the bell", "apps.operation.tasks.bell_heard", 30),
    PeriodicTask(
        "beat of the documents", "apps.operation.tasks.documents_heard", 30, queue="documents"
    ),
    PeriodicTask("beat of the imports", "apps.operation.tasks.imports_heard", 30, queue="imports"),
)
URLS = (Included("", "apps.operation.urls"),)
