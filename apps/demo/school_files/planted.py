"""The people written by hand: one small function a story, in order of importance.

Stories are added while there is room, so that a school of 24 pupils still tells the main ones.
"""

import datetime as dt
from collections.abc import Callable

from apps.demo.school_files import stories
from apps.demo.school_files.directory import Directory
from apps.demo.school_files.plan import PlannedPupil

A6, B4 = stories.DIVISION_OF_MALIK, stories.DIVISION_OF_INES


def plant(directory: Directory, divisions: list[str], room: int) -> None:
    """Add the stories in order; the first that does not fit stops the list."""
    for size, story in PLANTED:
        if len(directory.pupils) + size > room:
            break
        story(directory, divisions)


def _parents(
    directory: Directory,
    children: list[PlannedPupil],
    mother: tuple[str, str],
    father: tuple[str, str],
    *,
    ids: tuple[str, str] = ("", ""),
    usual: str = "",
    email: bool | None = True,
) -> None:
    """Both parents at one address; each is (family name, first name)."""
    address = directory.address()
    for woman, (family_name, first_name), identifier in (
        (True, mother, ids[0]),
        (False, father, ids[1]),
    ):
        person = directory.adult(
            woman=woman,
            family_name=family_name,
            first_name=first_name,
            usual_name=usual if woman else "",
            address_id=address,
            personne_id=identifier,
            email=email,
        )
        for child in children:
            directory.tie(child, person, "10" if woman else "20", pays_fees=woman)


def _diallo(directory: Directory, divisions: list[str]) -> None:
    ines = directory.pupil(
        stories.INES,
        B4,
        girl=True,
        family_name="DIALLO",
        first_name="Inès",
        born_on=dt.date(directory.year - 13, 5, 14),
    )
    malik = directory.pupil(
        stories.MALIK,
        A6,
        girl=False,
        family_name="DIALLO",
        first_name="Malik",
        born_on=dt.date(directory.year - 11, 10, 2),
    )
    _parents(
        directory,
        [ines, malik],
        ("SYLLA", "Aïssata"),
        ("DIALLO", "Ousmane"),
        ids=(stories.MRS_DIALLO, stories.MR_DIALLO),
        usual="DIALLO",
    )
    aunt = directory.adult(
        woman=True,
        family_name="SYLLA",
        first_name="Hawa",
        address_id=directory.address(),
        personne_id=stories.INES_AUNT,
        email=True,
    )
    directory.tie(ines, aunt, "39", level=2, lives_with=False)


def _roux(directory: Directory, divisions: list[str]) -> None:
    """The maths teacher of 4eB has her own son in the class."""
    come = directory.pupil(
        stories.COME,
        B4,
        girl=False,
        family_name="MARTEL",
        first_name="Côme",
        usual_name="MARTEL-ROUX",
    )
    _parents(
        directory,
        [come],
        ("ROUX", "Claire"),
        ("MARTEL", "Vincent"),
        ids=(stories.MRS_ROUX, stories.MR_MARTEL),
    )


def _conflict(directory: Directory, divisions: list[str]) -> None:
    """Separated in conflict: same rights, nothing of one shown to the other."""
    yanis = directory.pupil(stories.YANIS, B4, girl=False, family_name="HADDAD", first_name="Yanis")
    mother = directory.adult(
        woman=True,
        family_name="LE GOFF",
        first_name="Gaëlle",
        address_id=directory.address(),
        personne_id=stories.YANIS_MOTHER,
        email=True,
    )
    father = directory.adult(
        woman=False,
        family_name="HADDAD",
        first_name="Karim",
        address_id=directory.address(),
        personne_id=stories.YANIS_FATHER,
        email=True,
    )
    stepfather = directory.adult(
        woman=False,
        family_name="MOULIN",
        first_name="Régis",
        address_id="",
        personne_id=stories.YANIS_STEPFATHER,
        email=True,
    )
    directory.tie(yanis, mother, "10", pays_fees=True, first_contact=True)
    directory.tie(yanis, father, "20", lives_with=False)
    directory.tie(yanis, stepfather, "90", level=3)


def _grandmother(directory: Directory, divisions: list[str]) -> None:
    manon = directory.pupil(stories.MANON, A6, girl=True, family_name="GUÉRIN", first_name="Manon")
    grandmother = directory.adult(
        woman=True,
        family_name="GUÉRIN",
        first_name="Odette",
        address_id=directory.address(),
        personne_id=stories.MANON_GRANDMOTHER,
        email=False,
    )
    directory.tie(manon, grandmother, "38", pays_fees=True, first_contact=True)


def _placed(directory: Directory, divisions: list[str]) -> None:
    """Child welfare: the mother keeps authority, two people are in charge day by day."""
    child = directory.pupil(
        stories.PLACED_CHILD, A6, girl=False, family_name="POULAIN", first_name="Mathis"
    )
    people = (
        (stories.PLACED_MOTHER, True, "POULAIN", "Séverine", "10", 1, False),
        (stories.PLACED_EDUCATOR, False, "KOUASSI", "Samba", "41", 2, False),
        (stories.PLACED_FOSTER_CARER, True, "ESTEVES", "Teresa", "42", 2, True),
    )
    for identifier, woman, family_name, first_name, relation, level, lives_with in people:
        person = directory.adult(
            woman=woman,
            family_name=family_name,
            first_name=first_name,
            address_id=directory.address(),
            personne_id=identifier,
            email=True,
        )
        directory.tie(child, person, relation, level=level, lives_with=lives_with)


def _leaver(directory: Directory, divisions: list[str]) -> None:
    child = directory.pupil(
        stories.LEAVER, B4, girl=False, family_name="VOISIN", first_name="Gabin"
    )
    child.left_on = dt.date(directory.year, 10, 16)
    _parents(directory, [child], ("LABBÉ", "Fanny"), ("VOISIN", "Yves"))


def _late(directory: Directory, divisions: list[str]) -> None:
    child = directory.pupil(
        stories.LATE_ARRIVAL, A6, girl=True, family_name="FOFANA", first_name="Néné"
    )
    child.entered_on = dt.date(directory.year, 11, 9)
    _parents(directory, [child], ("BAMBA", "Sira"), ("FOFANA", "Drissa"))


def _no_ine(directory: Directory, divisions: list[str]) -> None:
    child = directory.pupil(stories.NO_INE, B4, girl=True, family_name="POPA", first_name="Ioana")
    child.ine = ""
    _parents(directory, [child], ("IONESCU", "Elena"), ("POPA", "Mihai"))


def _twins(directory: Directory, divisions: list[str]) -> None:
    born_on = dt.date(directory.year - 11, 3, 9)
    second = "6eB" if "6eB" in divisions else A6
    twins = [
        directory.pupil(
            identifier,
            division,
            girl=girl,
            family_name="FERHAT",
            first_name=first_name,
            born_on=born_on,
        )
        for identifier, division, girl, first_name in (
            (stories.TWIN_A, A6, True, "Lina"),
            (stories.TWIN_B, second, False, "Anis"),
        )
    ]
    _parents(directory, twins, ("SAÏDI", "Naïma"), ("FERHAT", "Nabil"))


def _allophone(directory: Directory, divisions: list[str]) -> None:
    child = directory.pupil(
        stories.ALLOPHONE, A6, girl=False, family_name="LYSENKO", first_name="Artem"
    )
    _parents(directory, [child], ("LYSENKO", "Olena"), ("LYSENKO", "Bohdan"), email=False)


def _adult_pupil(directory: Directory, divisions: list[str]) -> None:
    """Eighteen, without parents: the file says «élève lui-même»."""
    child = directory.pupil(
        stories.ADULT_PUPIL,
        "3eA" if "3eA" in divisions else B4,
        girl=True,
        family_name="SISSOKO",
        first_name="Fanta",
        born_on=dt.date(directory.year - 18, 2, 20),
    )
    self_ = directory.adult(
        woman=True, family_name="SISSOKO", first_name="Fanta", address_id=directory.address()
    )
    directory.tie(child, self_, "70")


Story = Callable[[Directory, list[str]], None]


def _plain(
    eleve_id: str,
    division: str,
    family_name: str,
    first_name: str,
    mother: tuple[str, str],
    father_first_name: str,
    *,
    girl: bool = True,
    mother_id: str = "",
) -> tuple[int, Story]:
    def story(directory: Directory, divisions: list[str]) -> None:
        child = directory.pupil(
            eleve_id, division, girl=girl, family_name=family_name, first_name=first_name
        )
        _parents(directory, [child], mother, (family_name, father_first_name), ids=(mother_id, ""))

    return 1, story


LONGEST = "DE MONTFERRAND-BEAUFORT DU PLESSIS-MARLY"  # 40 letters, spaces and hyphens
PLANTED: tuple[tuple[int, Story], ...] = (
    (2, _diallo),
    (1, _roux),
    (1, _conflict),
    (1, _grandmother),
    _plain(stories.LEO, B4, "TESSIER", "Léo", ("MILLET", "Aude"), "Cyril", girl=False),
    _plain(
        stories.SARA,
        B4,
        "PINTO",
        "Sara",
        ("LOPES", "Rosa"),
        "Nuno",
        mother_id=stories.MRS_PINTO,
    ),
    _plain(stories.ABSENCE_SPIRAL, B4, "CORDIER", "Enzo", ("HAMEL", "Magali"), "David", girl=False),
    (1, _placed),
    _plain(stories.FALLING_MATHS, B4, "BESNARD", "Zoé", ("FLEURY", "Sandrine"), "Fabien"),
    _plain(stories.QUIET_IMPROVER, B4, "TRAN", "Linh", ("PHAM", "Hoa"), "Tuan"),
    _plain(stories.BORED_HIGH, B4, "KAPLAN", "Elif", ("KAYA", "Derya"), "Levent"),
    _plain(stories.HOMEWORK_GAP, B4, "MENDY", "Moussa", ("FALL", "Ramata"), "Samba", girl=False),
    _plain(
        stories.PAP_DYSLEXIA,
        A6,
        "D'AUBIGNY",
        "Paul-Émile",
        ("ROCHE", "Laure"),
        "Benoît",
        girl=False,
    ),
    (1, _allophone),
    (1, _late),
    (1, _leaver),
    (1, _no_ine),
    _plain(stories.HOMONYM_A, B4, "BERTIN", "Léa", ("VERDIER", "Marion"), "Régis"),
    _plain(stories.HOMONYM_B, A6, "BERTIN", "Léa", ("COLLET", "Ingrid"), "Franck"),
    _plain(stories.HOMONYM_C, A6, "BENALI", "Adam", ("LARBI", "Souad"), "Hicham", girl=False),
    _plain(stories.HOMONYM_D, A6, "BENALI", "Adam", ("AMRANI", "Hanane"), "Tarik", girl=False),
    (2, _twins),
    _plain(
        stories.LONGEST_NAME, A6, LONGEST, "Anne-Lise", ("SAINT-MARC", "Bénédicte"), "Guillaume"
    ),
    _plain(stories.SHORTEST_NAME, B4, "O", "Jin", ("LIM", "Li"), "Jun", girl=False),
    (1, _adult_pupil),
    _plain(stories.DJ_4, A6, "SOW", "Awa", ("DIOP", "Hawa"), "Bakary"),
    _plain(stories.DJ_10, B4, "GILLET", "Nolan", ("MOREIRA", "Paula"), "Ludovic", girl=False),
    _plain(stories.FOURTH_YEAR_FRIEND, B4, "N'GUESSAN", "Aya", ("KONATÉ", "Bintou"), "Daouda"),
)
