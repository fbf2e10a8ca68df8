"""What the register of processing says of the help a school proposes: nothing about anybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

IMPERSONAL = {
    "support.HelpDevice": _(
        "Une aide du collège : son nom, quand et où ; qui la suit est ailleurs."
    ),
}
