"""What the portal would write to who reads, and how to stop it: said of what exists today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.results.announcements.queries import FamilyMail, WorkMail
from coeduc.french import and_list, typeset


@dataclass(frozen=True, slots=True)
class MailsCard:
    """On «Mon compte»: ``lines`` a sentence each; ``stop`` what to do to receive less."""

    lines: tuple[str, ...]
    stop: str


def mails_card(
    families: Sequence[FamilyMail], work: WorkMail | None, *, address: str, to_pupil: bool
) -> MailsCard:
    """``address``: of the account, where all but the first code of a colleague goes."""
    lines = [
        *(_family_line(one, address, several=len(families) > 1) for one in families),
        *_work_lines(work, address),
    ]
    if to_pupil:
        lines.append(_("Aucun e-mail pour un résultat ou un devoir : tout est sur ta page."))
    elif not lines:
        lines.append(_("Aucun e-mail : rien n’est prévu pour ce compte."))
    if address:
        lines.append(
            _("Un lien à %(address)s, seulement s’il est demandé pour un mot de passe.")
            % {"address": address}
        )
    stop = _stop(families, address, to_pupil=to_pupil)
    return MailsCard(tuple(typeset(line) for line in lines), typeset(stop))


def mails_before_address(
    families: Sequence[FamilyMail], work: WorkMail | None, *, to_pupil: bool
) -> tuple[str, ...]:
    """What an address would receive, who would see it, and how to stop: said before it is given."""
    announcing = [one.school for one in families if one.announces_at_once]
    why = _why(work)
    lines = [
        *(
            [_("Un e-mail y part quand un résultat paraît, sans note ni nom.")]
            if announcing
            else []
        ),
        *(
            [_("Un e-mail y part pour %(why)s, sans note ni nom.") % {"why": and_list(why)}]
            if why
            else []
        ),
    ]
    if announcing and len(announcing) < len(families):
        lines[0] = _(
            "Un e-mail y part quand un résultat paraît (%(schools)s), sans note ni nom."
        ) % {"schools": and_list(announcing)}
    if not lines:
        lines.append(_("Aucun e-mail n’y part de lui-même aujourd’hui."))
    lines.append(_("Un lien y part aussi, s’il est demandé pour un mot de passe."))
    lines.append(_("Qui lit cette boîte lit ces messages."))
    lines.append(_stop(families, "*", to_pupil=to_pupil))
    return tuple(typeset(line) for line in lines)


def _family_line(mail: FamilyMail, address: str, *, several: bool) -> str:
    where = address or mail.filed_address
    if not mail.announces_at_once:
        sentence = _(
            "Aucun e-mail quand un résultat paraît : la règle du collège n’en prévoit pas."
        )
    elif not where:
        sentence = _("Aucun e-mail quand un résultat paraît : le portail n’a pas d’adresse.")
    else:
        sentence = _("Un e-mail à %(where)s quand un résultat paraît, sans note ni nom.") % {
            "where": where
        }
    return f"{mail.school} : {sentence}" if several else sentence


def _why(work: WorkMail | None) -> list[str]:
    """What a colleague is written about."""
    if work is None:
        return []
    return [
        *([_("des copies qu’on attend encore")] if work.teaches or work.heads else []),
        *([_("des résultats que la direction a publiés pour vous")] if work.teaches else []),
        *([_("une demande d’élève")] if work.cpe or work.heads else []),
    ]


def _work_lines(work: WorkMail | None, address: str) -> list[str]:
    if work is None:
        return []
    why = _why(work)
    if not why:
        return [_("Aucun e-mail pour votre travail : tout est sur votre première page.")]
    if not address:
        return [_("Aucun e-mail pour votre travail : le portail n’a pas d’adresse.")]
    return [
        _("Un e-mail à %(address)s pour %(why)s, sans note ni nom.")
        % {"address": address, "why": and_list(why)}
    ]


def _stop(families: Sequence[FamilyMail], address: str, *, to_pupil: bool = False) -> str:
    """True of each: an address taken back leaves that of the school's file, where there is one."""
    filed = sorted({one.filed_address for one in families if one.filed_address})
    if filed and not address:
        return _(
            "Cette adresse est celle des fichiers du collège : pour une autre, donnez la vôtre ; "
            "pour aucune, demandez au secrétariat de l’enlever."
        )
    if filed:
        return _(
            "Sans votre adresse, le portail écrirait à celle des fichiers du collège : pour ne "
            "plus rien recevoir, demandez aussi au secrétariat de l’enlever."
        )
    if address and to_pupil:
        return _("Pour ne plus rien recevoir, retire l’adresse. Il n’y a pas d’autre choix.")
    if address:
        return _("Pour ne plus rien recevoir, retirez l’adresse. Il n’y a pas d’autre choix.")
    return ""
