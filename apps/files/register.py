"""What the register of processing says of stored files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from coeduc.processing import PUBLIC_INTEREST, Processing

REGISTER = (
    Processing(
        model="files.StoredFile",
        purpose=_("Garder un fichier joint à un cours ou déposé par un élève."),
        ground=PUBLIC_INTEREST,
        readers=_("Qui l’a déposé ; ensuite, qui lit ce à quoi il est joint."),
        kept=_("Ce à quoi il est joint dit la durée ; un jour s’il n’est joint à rien."),
        erased=_(
            "Effacé par le portail quand rien n’y est joint depuis un jour, "
            "ou quand l’antivirus le refuse."
        ),
        by="apps.files.tasks.forget_loose_files",
    ),
)
