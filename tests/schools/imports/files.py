"""Small national files for the tests: one line a person, everything else by default.

They are written by hand rather than by the demo generator, so that a mistake of the generator and
the same mistake of a reader cannot hide each other.
"""

import datetime as dt
from pathlib import Path

from apps.schools.imports.services.importing import ImportReport, import_files

UAI = "0999998Y"
SEPTEMBER = dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC)
OCTOBER = dt.datetime(2026, 10, 12, 9, tzinfo=dt.UTC)
NOVEMBER = dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC)
OPENING = dt.datetime(2026, 8, 31, 22, tzinfo=dt.UTC)  # 1 September 2026, 0:00 in Paris


class Folder:
    """A school's exports on a disk; each method writes one file, `run` imports them all."""

    def __init__(self, path: Path, *, uai: str = UAI, year: int = 2026) -> None:
        self.path, self.uai, self.year = path, uai, year
        self.exported = "14/09/2026"

    def run(
        self, *names: str, at: dt.datetime = SEPTEMBER, create: bool = True, **options: object
    ) -> ImportReport:
        paths = [self.path / f"{name}.xml" for name in names] or sorted(self.path.glob("*.xml"))
        return import_files(paths, create=create, at=at, **options)

    def siecle(self, name: str, root: str, body: str) -> Path:
        text = (
            '<?xml version="1.0" encoding="ISO-8859-15"?>'
            f'<{root} VERSION="2.1"><PARAMETRES><UAJ>{self.uai}</UAJ>'
            f"<ANNEE_SCOLAIRE>{self.year}</ANNEE_SCOLAIRE><DATE_EXPORT>{self.exported}</DATE_EXPORT>"
            f"<HORODATAGE>{self.exported} 18:30:00</HORODATAGE></PARAMETRES>"
            f"<DONNEES>{body}</DONNEES></{root}>"
        )
        path = self.path / f"{name}.xml"
        path.write_bytes(text.encode("iso-8859-15"))
        return path

    def nomenclature(self, *subjects: tuple[str, str]) -> Path:
        rows = "".join(
            f'<MATIERE CODE_MATIERE="{code}"><LIBELLE_COURT>{label}</LIBELLE_COURT>'
            f"<LIBELLE_EDITION>{label}</LIBELLE_EDITION></MATIERE>"
            for code, label in subjects or (("061300", "Mathématiques"), ("030602", "Espagnol"))
        )
        mefs = (
            '<MEFS><MEF CODE_MEF="10210001110"><LIBELLE_EDITION>4ème</LIBELLE_EDITION></MEF></MEFS>'
        )
        return self.siecle(
            "Nomenclature", "BEE_NOMENCLATURES", f"{mefs}<MATIERES>{rows}</MATIERES>"
        )

    def structures(
        self, divisions: tuple[str, ...] = ("4eA", "4eB"), groups: str = "4ESP1"
    ) -> Path:
        rows = "".join(
            f'<DIVISION CODE_STRUCTURE="{code}"><LIBELLE_LONG>QUATRIEME</LIBELLE_LONG>'
            "<MEFS_APPARTENANCE><MEF_APPARTENANCE><CODE_MEF>10210001110</CODE_MEF>"
            "</MEF_APPARTENANCE></MEFS_APPARTENANCE></DIVISION>"
            for code in divisions
        )
        return self.siecle(
            "Structures",
            "BEE_STRUCTURES",
            f"<DIVISIONS>{rows}</DIVISIONS>"
            f'<GROUPES><GROUPE CODE_STRUCTURE="{groups}"><LIBELLE_LONG/></GROUPE></GROUPES>',
        )

    def pupils(self, *rows: str) -> Path:
        """Rows come from `pupil()`."""
        body = "".join(row.split("|")[0] for row in rows)
        links = "".join(row.split("|")[1] for row in rows)
        return self.siecle(
            "ElevesSansAdresses",
            "BEE_ELEVES",
            f"<ELEVES>{body}</ELEVES><STRUCTURES>{links}</STRUCTURES>",
        )

    def guardians(self, people: tuple[str, ...], ties: tuple[str, ...]) -> Path:
        """Rows come from `person()` and `tie()`."""
        return self.siecle(
            "ResponsablesAvecAdresses",
            "BEE_RESPONSABLES",
            f"<PERSONNES>{''.join(people)}</PERSONNES>"
            f"<RESPONSABLES>{''.join(ties)}</RESPONSABLES>"
            '<ADRESSES><ADRESSE ADRESSE_ID="1"><LIGNE1_ADRESSE>1 RUE DES ESSAIS</LIGNE1_ADRESSE>'
            "<LIGNE2_ADRESSE></LIGNE2_ADRESSE><CODE_POSTAL>99400</CODE_POSTAL>"
            "<CODE_PAYS>100</CODE_PAYS><LL_PAYS>FRANCE</LL_PAYS>"
            "<LIBELLE_POSTAL>VILLEXEMPLE</LIBELLE_POSTAL></ADRESSE></ADRESSES>",
        )

    def staff(self, *people: str, services: str | None = None, substitutes: str = "") -> Path:
        """Rows come from `member()`; one maths service in 4eB by teacher epp/1 by default."""
        if services is None:
            services = service("061300", ("epp", "1"))
        text = (
            '<?xml version="1.0" encoding="UTF-8"?><STS_EDT><PARAMETRES>'
            f'<UAJ CODE="{self.uai}"><DENOM_PRINC>Collège</DENOM_PRINC>'
            "<DENOM_COMPL>des Essais</DENOM_COMPL></UAJ>"
            f'<ANNEE_SCOLAIRE ANNEE="{self.year}"><DATE_DEBUT>{self.year}-09-01</DATE_DEBUT>'
            f"<DATE_FIN>{self.year + 1}-07-03</DATE_FIN></ANNEE_SCOLAIRE></PARAMETRES><DONNEES>"
            f"<INDIVIDUS>{''.join(people or (member(),))}</INDIVIDUS>"
            f"<SUPPLEANTS>{substitutes}</SUPPLEANTS>"
            '<STRUCTURE><DIVISIONS><DIVISION CODE="4eB"><MEFS_APPARTENANCE>'
            '<MEF_APPARTENANCE CODE="10210001110"/></MEFS_APPARTENANCE>'
            f"<SERVICES>{services}</SERVICES></DIVISION></DIVISIONS></STRUCTURE></DONNEES></STS_EDT>"
        )
        path = self.path / "sts_emp.xml"
        path.write_bytes(text.encode())
        return path


def pupil(
    key: str,
    *,
    first: str = "Ana",
    last: str = "ORME",
    born: str = "03/02/2013",
    ine: str = "",
    division: str | tuple[str, ...] = "4eB",
    groups: tuple[str, ...] = (),
    entered: str = "01/09/2026",
    left: str = "",
    more: str = "",
) -> str:
    divisions = (division,) if isinstance(division, str) else division
    links = "".join(
        f"<STRUCTURE><CODE_STRUCTURE>{code}</CODE_STRUCTURE>"
        f"<TYPE_STRUCTURE>{kind}</TYPE_STRUCTURE></STRUCTURE>"
        for kind, codes in (("D", divisions), ("G", groups))
        for code in codes
        if code
    )
    return (
        f'<ELEVE ELEVE_ID="{key}" ELENOET="7"><ID_NATIONAL>{ine}</ID_NATIONAL>'
        f"<NOM_DE_FAMILLE>{last}</NOM_DE_FAMILLE><PRENOM>{first}</PRENOM>"
        f"<DATE_NAISS>{born}</DATE_NAISS><DATE_ENTREE>{entered}</DATE_ENTREE>"
        f"<DATE_SORTIE>{left}</DATE_SORTIE><CODE_PAYS_NAT>100</CODE_PAYS_NAT>{more}</ELEVE>"
        f'|<STRUCTURES_ELEVE ELEVE_ID="{key}">{links}</STRUCTURES_ELEVE>'
    )


def person(
    key: str, *, last: str = "ORME", first: str = "Lou", mail: str = "", more: str = ""
) -> str:
    return (
        f'<PERSONNE PERSONNE_ID="{key}"><LC_CIVILITE>MME</LC_CIVILITE>'
        f"<NOM_DE_FAMILLE>{last}</NOM_DE_FAMILLE><PRENOM>{first}</PRENOM><MEL>{mail}</MEL>"
        f"<TEL_PORTABLE></TEL_PORTABLE><ADRESSE_ID>1</ADRESSE_ID>{more}</PERSONNE>"
    )


def tie(pupil_key: str, person_key: str, level: int = 1, relation: str = "10", **more: str) -> str:
    extra = "".join(f"<{tag}>{value}</{tag}>" for tag, value in more.items())
    return (
        f"<RESPONSABLE_ELEVE><ELEVE_ID>{pupil_key}</ELEVE_ID><PERSONNE_ID>{person_key}</PERSONNE_ID>"
        f"<NIVEAU_RESPONSABILITE>{level}</NIVEAU_RESPONSABILITE>"
        f"<CODE_PARENTE>{relation}</CODE_PARENTE>{extra}</RESPONSABLE_ELEVE>"
    )


def member(
    key: tuple[str, str] = ("epp", "1"),
    *,
    last: str = "HOUX",
    function: str = "ENS",
    leads: str = "",
    tag: str = "INDIVIDU",
) -> str:
    job = f"<FONCTION>{function}</FONCTION>" if function else ""
    return (
        f'<{tag} ID="{key[1]}" TYPE="{key[0]}"><SEXE/><CIVILITE>2</CIVILITE>'
        f"<NOM_USAGE>{last}</NOM_USAGE><PRENOM>Dan</PRENOM>{job}"
        f"<PROFS_PRINC>{leads}</PROFS_PRINC></{tag}>"
    )


def lead(division: str, *, ends: str = "2027-08-31") -> str:
    return (
        f"<PROF_PRINC><CODE_STRUCTURE>{division}</CODE_STRUCTURE>"
        f"<DATE_DEBUT>2026-09-01</DATE_DEBUT><DATE_FIN>{ends}</DATE_FIN></PROF_PRINC>"
    )


def service(subject: str, *teachers: tuple[str, str]) -> str:
    rows = "".join(f'<ENSEIGNANT ID="{key}" TYPE="{type_}"/>' for type_, key in teachers)
    return (
        f'<SERVICE CODE_MATIERE="{subject}" CODE_MOD_COURS="CG">'
        f"<ENSEIGNANTS>{rows}</ENSEIGNANTS></SERVICE>"
    )
