"""What the national files do not carry about the demo collège, for `load_demo`.

Identifiers here are those of demonstration accounts only; their passwords are not stored.
"""

import datetime as dt
from dataclasses import dataclass

from apps.demo.school_files import stories


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs in as whom: a person may be staff, guardian and more under one account.

    ``added``: the last name of somebody named by the head, whom no file knows; ``relative``: the
    name of somebody whom a guardian lets read a notebook.
    """

    username: str
    email: str
    says: str  # shown beside the account on the demo's sign-in page
    staff: tuple[str, str] | None = None
    guardian: str = ""
    pupil: str = ""
    added: str = ""
    relative: str = ""


@dataclass(frozen=True, slots=True)
class TermDates:
    index: int
    starts_on: dt.date
    ends_on: dt.date


ZONE = "C"
SCHOOL_LIFE_PHONE = "01 99 00 41 12"
SCHOOL_LIFE_HOURS = "8 h–17 h"
CONTACTS = (
    {"label": "CPE", "name": "Mme Vasseur", "phone": "01 99 00 41 13", "hours": "8 h–17 h"},
    {"label": "Infirmière", "name": "", "phone": "01 99 00 41 14", "hours": "mardi et jeudi"},
)
NEIGHBOUR_PHONE = "01 99 00 42 12"
NEIGHBOUR_CONTACTS = (
    {"label": "Secrétariat", "name": "", "phone": "01 99 00 42 10", "hours": "8 h 30–16 h 30"},
)
QUIET_FROM, QUIET_UNTIL = dt.time(20), dt.time(7)

ACCOUNTS = (
    Account("claire.roux", "claire.roux@example.org", "professeure de mathématiques, mère d’élève",
            staff=stories.TEACHER_ROUX, guardian=stories.MRS_ROUX),
    Account("tarik.bensaid", "tarik.bensaid@example.org", "professeur d’une autre classe",
            staff=stories.TEACHER_OTHER_CLASS),
    Account("helene.aubry", "helene.aubry@example.org", "professeure principale de 4eB",
            staff=stories.LEAD_TEACHER_4EB),
    Account("benedicte.navarre", "benedicte.navarre@example.org", "principale",
            staff=stories.PRINCIPAL),
    Account("sekou.toure", "sekou.toure@example.org", "principal adjoint", staff=stories.DEPUTY),
    Account("audrey.vasseur", "audrey.vasseur@example.org", "conseillère principale d’éducation",
            staff=stories.CPE),
    Account("daouda.cisse", "daouda.cisse@example.org", "assistant d’éducation",
            staff=stories.SCHOOL_LIFE),
    Account("aissata.diallo", "aissata.diallo@example.org", "mère d’Inès et Malik",
            guardian=stories.MRS_DIALLO),
    Account("ousmane.diallo", "ousmane.diallo@example.org", "père d’Inès et Malik",
            guardian=stories.MR_DIALLO),
    Account("gaelle.legoff", "gaelle.legoff@example.org", "mère de Yanis, séparée",
            guardian=stories.YANIS_MOTHER),
    Account("karim.haddad", "karim.haddad@example.org", "père de Yanis, séparé",
            guardian=stories.YANIS_FATHER),
    Account("odette.guerin", "", "grand-mère de Manon, sans adresse électronique",
            guardian=stories.MANON_GRANDMOTHER),
    Account("rosa.lopes", "rosa.lopes@example.org", "mère d’élèves de deux collèges",
            guardian=stories.MRS_PINTO),
    Account("sylvie.bordenave", "sylvie.bordenave@example.org", "secrétaire", added="BORDENAVE"),
    Account("geraldine.lacroix", "geraldine.lacroix@example.org",
            "professeure documentaliste, référente numérique", staff=stories.DIGITAL_REFERENT),
    Account("lila.brugiere", "lila.brugiere@example.org",
            "remplaçante d’anglais depuis la semaine passée", added="BRUGIÈRE"),
    Account("julien.casteran", "julien.casteran@example.org", "infirmier", added="CASTERAN"),
    Account("odile.vergne", "odile.vergne@example.org", "assistante sociale", added="VERGNE"),
    Account("noemie.artaud", "noemie.artaud@example.org",
            "psychologue de l’Éducation nationale", added="ARTAUD"),
    Account("binta.sow", "", "grand-mère d’Inès et Malik, qui aide le soir", relative="Binta Sow"),
    Account("ines.diallo", "", "élève de 4eB", pupil=stories.INES),
    Account("malik.diallo", "", "élève de 6eA", pupil=stories.MALIK),
    Account("come.martel", "", "élève de 4eB", pupil=stories.COME),
)  # fmt: skip


def terms(year: int) -> tuple[TermDates, ...]:
    """Three trimestres; the first ends just after the class councils of December."""
    return (
        TermDates(1, dt.date(year, 9, 1), dt.date(year, 12, 4)),
        TermDates(2, dt.date(year, 12, 7), dt.date(year + 1, 3, 12)),
        TermDates(3, dt.date(year + 1, 3, 15), dt.date(year + 1, 7, 2)),
    )
