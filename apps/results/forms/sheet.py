"""A spreadsheet of marks, sent as a file or pasted with the names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.results.sheets.files import BIGGEST, SheetError, Table, pasted_tables, tables_of

LONGEST_PASTE = 1_000_000


class SheetForm(forms.Form):
    """Gives ``tables``, whatever came; ``sheet`` and ``column`` answer what was asked before."""

    file = forms.FileField(
        label=_("Fichier .xlsx, .ods ou .csv"),
        required=False,
        widget=forms.FileInput({"accept": ".xlsx,.ods,.csv,.txt", "class": "control--files"}),
    )
    pasted = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    separator = forms.CharField(required=False, strip=False, max_length=1, widget=forms.HiddenInput)
    sheet = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    column = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

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
                    raise SheetError(_("Trop de lignes d’un coup : collez celles d’une classe."))
                self.tables = pasted_tables(pasted, separator=data.get("separator") or "")
            elif not self.errors:
                self.add_error("file", _("Choisissez d’abord un fichier."))
        except SheetError as error:
            self.add_error("file", str(error))
        return data
