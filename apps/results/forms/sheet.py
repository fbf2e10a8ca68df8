"""A spreadsheet of marks, sent as a file or pasted with the names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.results.sheets.files import BIGGEST, SheetError, rows_of

LONGEST_PASTE = 200_000


class SheetForm(forms.Form):
    """Gives ``rows``, lines of cells, whatever came."""

    file = forms.FileField(
        label=_("Fichier .xlsx, .ods ou .csv"),
        required=False,
        widget=forms.FileInput({"accept": ".xlsx,.ods,.csv,.txt", "class": "control--files"}),
    )
    pasted = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.rows: list[list[str]] = []
        file, pasted = data.get("file"), data.get("pasted")
        try:
            if file:
                # One byte more than allowed is enough to know.
                self.rows = rows_of(file.read(BIGGEST + 1))
            elif pasted:
                self.rows = rows_of(pasted.encode()) if len(pasted) < LONGEST_PASTE else _refuse()
            elif not self.errors:
                self.add_error("file", _("Choisissez d’abord un fichier."))
        except SheetError as error:
            self.add_error("file", str(error))
        return data


def _refuse() -> list[list[str]]:
    raise SheetError(_("Trop de lignes d’un coup : collez celles d’une classe."))
