"""Which rows of the notebook keep a file: joined to a lesson or a work, handed in, an archive."""

from __future__ import annotations

from apps.files.queries import FileUse
from apps.homework.archive.queries import kept_names
from apps.homework.models import Attachment, HandIn

FILE_USES = (
    FileUse(kept=Attachment.objects.all, standing=Attachment.objects.all),
    FileUse(
        kept=HandIn.objects.all,
        standing=lambda: HandIn.objects.all().standing(),
        names=kept_names,
    ),
)
