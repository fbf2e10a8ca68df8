"""The first ten minutes of each person: what to do first, and what is done already.

A step is ticked by nobody: what the portal holds says whether it is done; None where it cannot
know. Without an account, or in somebody else's place, the same words, and no link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.home.presenters.checklist import Checklist
from apps.schools.models import Staff
from apps.schools.offices import Office
from coeduc.french import typeset


@dataclass(frozen=True, slots=True)
class FirstStep:
    """``done``: None where the portal cannot know; no ``url`` where it opens nothing to who
    reads."""

    title: str
    sentence: str
    url: str = ""
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class Guide:
    """``key``: the word of its address; ``says``: «Je suis parent»."""

    key: str
    says: str
    steps: tuple[FirstStep, ...] = ()


@dataclass(frozen=True, slots=True)
class StepsDone:
    """What the portal knows of who reads; nothing of a visitor.

    ``daily`` and ``results``: what the links of a family open; ``mails``: what the portal would
    write to an address of theirs, and how to stop it.
    """

    daily: bool = True
    results: bool = True
    mails: tuple[str, ...] = ()
    has_address: bool = False
    has_comfort: bool = False
    classes: int = 0
    has_written_lesson: bool = False
    has_assessment: bool = False
    checklists: tuple[Checklist, ...] = ()


SAYS: dict[str, Any] = {
    "parent": gettext_lazy("Je suis parent, ou je m’occupe d’un élève"),
    "eleve": gettext_lazy("Je suis élève"),
    "proche": gettext_lazy("Un parent me laisse lire le cahier de son enfant"),
    "professeur": gettext_lazy("Je suis professeur"),
    "cpe": gettext_lazy("Je suis CPE"),
    "secretariat": gettext_lazy("Je suis secrétaire"),
    "direction": gettext_lazy("Je dirige le collège"),
    "numerique": gettext_lazy("Je suis référent numérique"),
    "equipe": gettext_lazy("Je travaille au collège"),
}
# What these say of a collège is for its team alone: families and visitors read how to come in.
OF_THE_TEAM = frozenset({*SAYS} - {"parent", "eleve", "proche"})
# Of a job, the first office it holds; who holds none teaches.
OF_AN_OFFICE = (
    (Office.HEADS, "direction"),
    (Office.CPE, "cpe"),
    (Office.TOOLS, "numerique"),
    (Office.ACCOUNTS, "secretariat"),
    (Office.DIRECTORY, "equipe"),
)


def guide(key: str, known: StepsDone | None = None, *, inside: bool = False) -> Guide:
    """``known``: of who reads, when it is their own; without it no link, and nothing is ticked.

    ``inside``: who reads works at a collège, and may read what its team does.
    KeyError for a word that is none of ``SAYS``.
    """
    is_closed = key in OF_THE_TEAM and known is None and not inside
    steps = _to_come_in() if is_closed else STEPS[key](known or StepsDone())
    if known is None:
        steps = tuple(replace(step, url="", done=None) for step in steps)
    return Guide(
        key, str(SAYS[key]), tuple(replace(one, sentence=typeset(one.sentence)) for one in steps)
    )


def keys_of(
    *, family: bool, student: bool, relative: bool, jobs: Iterable[Staff], teaches: bool
) -> list[str]:
    """The guides of one person: one a hat, one a job."""
    found = [_of_a_job(job) for job in jobs]
    found += [
        *(["professeur"] if teaches else []),
        *(["eleve"] if student else []),
        *(["parent"] if family else []),
        *(["proche"] if relative else []),
    ]
    return list(dict.fromkeys(found))


def _of_a_job(job: Staff) -> str:
    return next((key for office, key in OF_AN_OFFICE if office.among([job])), "professeur")


def _to_come_in() -> tuple[FirstStep, ...]:
    return (
        FirstStep(
            _("Demander son code"),
            _("La direction ou le secrétariat le donne, sur papier ou par e-mail."),
        ),
        FirstStep(
            _("Ouvrir son compte"),
            _("« J’ai un code sur papier » : le code, puis un mot de passe choisi."),
        ),
        FirstStep(
            _("Se connecter"),
            _("Les premiers pas de ce métier se lisent alors ici."),
        ),
    )


def _family(known: StepsDone) -> tuple[FirstStep, ...]:
    notebook = FirstStep(
        _("Voir le travail à faire"),
        _("Le cahier de textes : ce qui est donné, pour quand, et combien de temps il faut."),
        reverse("homework:family_notebook"),
    )
    rules = FirstStep(
        _("Savoir quand un résultat apparaît"),
        _("Le collège l’a décidé, et la page le dit : jamais les parents avant l’élève."),
        reverse("publication:family_rules"),
    )
    return (
        FirstStep(
            _("Lire ce qui compte ce soir"),
            _("La première page dit, enfant par enfant, s’il y a quelque chose à faire."),
            reverse("home:family_home"),
        ),
        *([notebook] if known.daily else []),
        *([rules] if known.results else []),
        _address(known),
        _comfort(known),
        FirstStep(
            _("Retrouver tous ses enfants du collège"),
            _("Frères et sœurs arrivent avec ses fichiers. Il en manque un ? Appelez le collège."),
            reverse("home:family_people"),
        ),
        FirstStep(
            _("Ajouter un enfant d’un autre collège"),
            _("Si ce collège est sur ce portail : sa lettre, son code ; le compte reste le même."),
            reverse("invitations:activate"),
        ),
    )


def _student(known: StepsDone) -> tuple[FirstStep, ...]:
    return (
        FirstStep(
            _("Regarder ce qu’il y a pour demain"),
            _("Ta première page dit ton travail pour demain, et ce qui est nouveau."),
            reverse("home:student_home"),
        ),
        FirstStep(
            _("Ouvrir ton cahier de textes"),
            _("Toute la semaine, et ce que tu coches quand c’est fait."),
            reverse("homework:student_notebook"),
        ),
        FirstStep(
            _("Savoir qui lit quoi, et quand"),
            _("Tes parents ne lisent jamais un résultat avant toi. La page dit quand."),
            reverse("publication:student_rules"),
        ),
        FirstStep(
            _("Choisir la taille et les couleurs"),
            _("Plus grand, plus sombre, plus calme : c’est gardé sur cet appareil."),
            reverse("comfort:comfort"),
            known.has_comfort,
        ),
    )


def _teacher(known: StepsDone) -> tuple[FirstStep, ...]:
    return (
        FirstStep(
            _("Retrouver ses classes"),
            _("Elles viennent de STS-WEB. Il en manque une ? La direction la corrige là-bas."),
            reverse("schools:student_list") if known.classes else "",
            bool(known.classes),
        ),
        FirstStep(
            _("Écrire une première séance"),
            _("Ce qui a été fait, et le travail pour la prochaine fois : le même écran."),
            reverse("homework:notebook_week") if known.classes else "",
            known.has_written_lesson,
        ),
        FirstStep(
            _("Préparer une évaluation"),
            _("Les notes attendent ce que la règle demande, d’ordinaire « Copies rendues »."),
            reverse("results:assessment_list") if known.classes else "",
            known.has_assessment,
        ),
        _rule(),
        _address(known),
        _comfort(known),
    )


def _cpe(known: StepsDone) -> tuple[FirstStep, ...]:
    return (
        _find(),
        FirstStep(
            _("Voir qui demande à parler"),
            _("Des élèves demandent qu’un adulte parle avec eux avant leurs parents."),
            reverse("results:request_list"),
        ),
        FirstStep(
            _("Connaître les accès coupés"),
            _("Quand un jugement le demande, l’accès d’un parent se coupe aussitôt."),
            reverse("schools:restriction_list"),
        ),
        _rule(),
        _address(known),
        _comfort(known),
    )


def _secretary(known: StepsDone) -> tuple[FirstStep, ...]:
    return (
        FirstStep(
            _("Imprimer les lettres"),
            _("Une lettre par responsable, avec son code ; la liste dit qui n’en a pas encore."),
            reverse("invitations:letter_list"),
        ),
        FirstStep(
            _("Écrire ce que le collège seul peut dire"),
            _("Qui signe, l’adresse, quand venir se faire aider : les textes des lettres."),
            reverse("invitations:letter_texts"),
        ),
        FirstStep(
            _("Aider quelqu’un au guichet"),
            _("Code perdu, mot de passe oublié : un nouveau code, tout de suite."),
            reverse("invitations:person_list"),
        ),
        _find(),
        _address(known),
        _comfort(known),
    )


def _head(known: StepsDone) -> tuple[FirstStep, ...]:
    first = tuple(
        FirstStep(step.title, step.sentence, step.url, step.is_done)
        for checklist in known.checklists
        for step in checklist.steps
    ) or tuple(FirstStep(title, sentence) for title, sentence in _before_any_school())
    return (
        *first,
        FirstStep(
            _("Ouvrir les comptes de l’équipe"),
            _("Un code par personne, sur papier ou par e-mail."),
            reverse("invitations:team_list"),
        ),
        _address(known),
        _comfort(known),
    )


def _before_any_school() -> list[tuple[str, str]]:
    """The words of ``checklist``, to who has no school to read them of."""
    return [
        (_("Importer les fichiers"), _("Ceux de SIECLE et de STS-WEB : le portail lit le reste.")),
        (
            _("Dire qui appeler, et quand"),
            _("Le numéro que lisent les familles quand elles cherchent qui appeler."),
        ),
        (_("Poser le calendrier"), _("L’année, les périodes, les vacances de la zone.")),
        (_("Choisir la règle"), _("Quand un résultat apparaît, à qui d’abord.")),
        (
            _("Compléter « Vos données » et les mentions"),
            _("Les noms que la loi demande : ils sont dans les variables du serveur."),
        ),
        (_("Imprimer les lettres"), _("Une par responsable, avec son code.")),
        (_("Ouvrir aux familles"), _("Chaque famille entre avec son code.")),
    ]


def _referent(known: StepsDone) -> tuple[FirstStep, ...]:
    return (
        FirstStep(
            _("Importer les fichiers"),
            _("Ceux de SIECLE et de STS-WEB ; le portail dit ce qu’il va changer avant d’écrire."),
            reverse("imports:upload"),
        ),
        FirstStep(
            _("Régler le calendrier"),
            _("L’année, les périodes, les vacances et les semaines A et B."),
            reverse("schools:settings"),
        ),
        FirstStep(
            _("Ouvrir les comptes de l’équipe"),
            _("Un code par personne, sur papier ou par e-mail."),
            reverse("invitations:team_list"),
        ),
        _address(known),
        _comfort(known),
    )


def _colleague(known: StepsDone) -> tuple[FirstStep, ...]:
    return (_find(), _rule(), _address(known), _comfort(known))


def _relative(known: StepsDone) -> tuple[FirstStep, ...]:
    """Of whom no school knows anything: another code is given by who gave the first."""
    return (
        FirstStep(
            _("Lire le travail de ce soir"),
            _("La première page le dit, avec les questions à poser à la maison."),
            reverse("home:trusted_home"),
        ),
        FirstStep(
            _("Savoir ce que vous ne lisez pas"),
            _("Ni les résultats, ni les absences, ni les fichiers : la même page le dit."),
            reverse("home:trusted_home"),
        ),
        _address(
            known,
            without=_(
                "Sans elle, mot de passe perdu : la personne qui vous a donné cet accès vous en "
                "donne un autre, avec un code."
            ),
        ),
        _comfort(known),
    )


def _find() -> FirstStep:
    return FirstStep(
        _("Trouver un élève"),
        _("Par n’importe quelle partie du nom, ou sa classe ; sa fiche dit sa famille."),
        reverse("schools:student_list"),
    )


def _rule() -> FirstStep:
    return FirstStep(
        _("Lire la règle du collège"),
        _("Quand un résultat apparaît, à qui d’abord, et pourquoi : ce que lisent les familles."),
        reverse("publication:staff_rules"),
    )


def _address(known: StepsDone, *, without: str = "") -> FirstStep:
    """What is sent there comes first; ``without``: what a lost password then asks."""
    without = without or _("Sans elle, mot de passe perdu : le collège donne un code.")
    sentences = known.mails or (
        _("La page dit d’abord ce qui y sera envoyé, et comment l’arrêter."),
    )
    return FirstStep(
        _("Laisser une adresse e-mail"),
        " ".join([*sentences, without]),
        reverse("account_address"),
        known.has_address,
    )


def _comfort(known: StepsDone) -> FirstStep:
    return FirstStep(
        _("Choisir la taille et les couleurs"),
        _("Plus grand, plus sombre, plus calme : c’est gardé sur cet appareil."),
        reverse("comfort:comfort"),
        known.has_comfort,
    )


STEPS: Mapping[str, Callable[[StepsDone], tuple[FirstStep, ...]]] = {
    "parent": _family,
    "eleve": _student,
    "proche": _relative,
    "professeur": _teacher,
    "cpe": _cpe,
    "secretariat": _secretary,
    "direction": _head,
    "numerique": _referent,
    "equipe": _colleague,
}
