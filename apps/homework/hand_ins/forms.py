"""The form of a pupil who hands files in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from apps.files.forms import FilesForm
from apps.files.rules import recognition
from apps.homework.hand_ins.rules import MOST_FILES
from coeduc.forms import PortalFormHelper


class HandInForm(FilesForm):
    """What a pupil gives; said «tu»."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = field is not self.fields["known"]
        self.fields["files"].label = _("Choisir des fichiers")
        self.fields["files"].help_text = recognition.how_many(MOST_FILES)
        if "kept" in self.fields:
            self.fields["kept"].label = _("Déjà choisis (décoche pour enlever)")
        shown = [name for name in ("known", "kept", "files") if name in self.fields]
        self.helper = PortalFormHelper(*shown, submit=_("Déposer"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.ticked and not self.problems:
            self.add_error("files", _("Choisis un fichier."))
        return data
