"""A spreadsheet of marks, sent as a file or pasted with the names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.results.marks.inputs import files
from apps.results.marks.inputs.files import (
    BIGGEST,
    Table,
    TableError,
    pasted_tables,
    tables_of,
)
from coeduc.forms import depends

LONGEST_PASTE = 1_000_000


class TableForm(forms.Form):
    """Gives ``tables``, whatever came; ``sheet`` and ``column`` answer what was asked before."""

    file = forms.FileField(
        label=_("Fichier .xlsx, .ods ou .csv"),
        error_messages={
            "required": _("Choisissez d’abord un fichier."),
            "empty": _("Ce fichier est vide."),
        },
        widget=forms.FileInput({"accept": ".xlsx,.ods,.csv,.txt", "class": "control--files"}),
    )
    pasted = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    separator = forms.CharField(required=False, strip=False, max_length=1, widget=forms.HiddenInput)
    sheet = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    column = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, too_big: bool = False, **kwargs: Any) -> None:
        """``too_big``: the file was left out before this form was made."""
        super().__init__(*args, **kwargs)
        if too_big:
            self.fields["file"].error_messages["required"] = files.too_heavy()
        self.fields["file"].required = not (self.is_bound and self.data.get("pasted"))
        depends(self, "file")  # asked for, unless lines were pasted

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.tables: list[Table] = []
        file, pasted = data.get("file"), data.get("pasted")
        try:
            if file:
                # One byte more than allowed is enough to know.
                self.tables = tables_of(file.read(BIGGEST + 1))
            elif pasted:
                if len(pasted) >= LONGEST_PASTE:
                    raise TableError(_("Trop de lignes d’un coup : collez celles d’une classe."))
                self.tables = pasted_tables(pasted, separator=data.get("separator") or "")
        except TableError as error:
            self.add_error("file", str(error))
        return data
