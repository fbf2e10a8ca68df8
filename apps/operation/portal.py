"""What the portal asks of the operation: a beat a queue, heard by its worker."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.operation.policies import operates
from coeduc.chapters import Chapter
from coeduc.portal import Included, MenuPage, PeriodicTask

MENU = (
    MenuPage(None, Chapter.OPERATION, 0, _("État du service"), "operation:state", right=operates),
)

BEAT = (
    PeriodicTask("beat of the bell", "apps.operation.tasks.bell_heard", 30),
    PeriodicTask(
        "beat of the documents", "apps.operation.tasks.documents_heard", 30, queue="documents"
    ),
    PeriodicTask("beat of the imports", "apps.operation.tasks.imports_heard", 30, queue="imports"),
)
URLS = (Included("", "apps.operation.urls"),)
