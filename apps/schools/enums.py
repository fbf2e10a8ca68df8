"""The closed lists of the school: levels, roles, relations, scopes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """The four years of the collège, in the order of the names people use."""

    SIXIEME = "6e", _("6e")
    CINQUIEME = "5e", _("5e")
    QUATRIEME = "4e", _("4e")
    TROISIEME = "3e", _("3e")


class Zone(models.TextChoices):
    """Holiday zones of metropolitan France; Corsica and overseas have calendars of their own."""

    A = "A", _("zone A")
    B = "B", _("zone B")
    C = "C", _("zone C")
    OWN = "O", _("calendrier propre (Corse, outre-mer, étranger)")


class ClosureSource(models.TextChoices):
    """Where a closure comes from: filling the calendar again only touches what it filled."""

    HOLIDAYS = "HOLIDAYS", _("vacances de la zone")
    PUBLIC = "PUBLIC", _("jour férié")
    LOCAL = "LOCAL", _("décidée par le collège")


class WeekLabel(models.TextChoices):
    """The letter of a teaching week."""

    A = "A", _("semaine A")
    B = "B", _("semaine B")


class Civility(models.TextChoices):
    """As SIECLE and STS-WEB give it, not asked for again; some persons have none."""

    MADAM = "MME", _("Mme")
    SIR = "M", _("M.")


class Role(models.TextChoices):
    """What a member of staff does in the school; rights follow from dated links."""

    PRINCIPAL = "PRINCIPAL", _("principal")
    DEPUTY = "DEPUTY", _("principal adjoint")
    CPE = "CPE", _("conseiller principal d’éducation")
    TEACHER = "TEACHER", _("professeur")
    SCHOOL_LIFE = "SCHOOL_LIFE", _("assistant d’éducation")
    SECRETARY = "SECRETARY", _("secrétariat")
    DIGITAL_REFERENT = "DIGITAL_REFERENT", _("référent numérique")
    HEALTH_SOCIAL = "HEALTH_SOCIAL", _("santé et social")
    NURSE = "NURSE", _("infirmier")
    SOCIAL_WORKER = "SOCIAL_WORKER", _("assistant social")
    PSY_EN = "PSY_EN", _("psychologue de l’Éducation nationale")

    def said(self, civility: str) -> str:
        """«principale»; the usual word where no civility is known."""
        word = OF_A_WOMAN.get(self) if civility == Civility.MADAM else None
        return str(word or self.label)


class LinkSource(models.TextChoices):
    """Who said it: a later file ends and corrects only what came from a file."""

    FILE = "FILE", _("fichier national")
    HAND = "HAND", _("saisi au collège")


# What a job is called when a woman holds it; the others are said of anybody, or of nobody.
OF_A_WOMAN = {
    Role.PRINCIPAL: _("principale"),
    Role.DEPUTY: _("principale adjointe"),
    Role.CPE: _("conseillère principale d’éducation"),
    Role.TEACHER: _("professeure"),
    Role.SCHOOL_LIFE: _("assistante d’éducation"),
    Role.DIGITAL_REFERENT: _("référente numérique"),
    Role.NURSE: _("infirmière"),
    Role.SOCIAL_WORKER: _("assistante sociale"),
}


class HalfDay(models.TextChoices):
    """What attendance counts by, and what a school without a timetable has instead of lessons."""

    MORNING = "AM", _("matin")
    AFTERNOON = "PM", _("après-midi")


class Relation(models.TextChoices):
    """CODE_PARENTE of SIECLE."""

    MOTHER = "10", _("mère")
    FATHER = "20", _("père")
    SIBLING = "37", _("frère ou sœur")
    GRANDPARENT = "38", _("grand-parent")
    FAMILY = "39", _("autre membre de la famille")
    EDUCATOR = "41", _("éducateur")
    FOSTER_CARER = "42", _("assistant familial")
    TUTOR = "50", _("tuteur")
    CHILD_WELFARE = "51", _("aide sociale à l’enfance")
    SELF = "70", _("l’élève lui-même")
    OTHER = "90", _("autre")


class Scope(models.TextChoices):
    """What a guardian may read (domain.md, 2): both parents FULL whatever their separation."""

    FULL = "FULL", _("responsable légal")
    SURVEILLANCE = "SURVEILLANCE", _("droit de surveillance")
    CARE = "CARE", _("personne en charge")
    CONTACT = "CONTACT", _("contact")


class AccessEnd(models.TextChoices):
    """Why a relative reads the notebook no more, before the year is over."""

    GIVER = "GIVER", _("fermé par qui l’avait donné")
    GUARDIAN = "GUARDIAN", _("fermé par l’autre responsable légal")
    SCHOOL = "SCHOOL", _("fermé par le collège")
    GIVEN_BACK = "GIVEN_BACK", _("rendu par la personne")
    REFUSED = "REFUSED", _("refusé")


class RestrictionKind(models.TextChoices):
    """What a school may take away from a guardian: everything, so far."""

    BLOCKED = "BLOCKED", _("aucun accès")
