"""Ordinary families, in the proportions seen in collèges (both parents, separated, single…)."""

from apps.demo.school_files import names
from apps.demo.school_files.directory import Directory
from apps.demo.school_files.plan import PlannedPupil

SIBLING_FAMILIES = 0.13  # about 20 % of pupils get a brother or sister in the collège
SAME_SEX = 0.02
WITH_CONTACT = 0.25
FIRST_ORDINARY_ID = 9001000


def fill(directory: Directory, slots: list[str]) -> None:
    """Draw families until every slot (the code of a division) holds a pupil."""
    rng = directory.rng
    rng.shuffle(slots)
    number = FIRST_ORDINARY_ID
    while slots:
        divisions = [slots.pop()]
        if rng.random() < SIBLING_FAMILIES:
            other = next((s for s in reversed(slots) if s[:2] != divisions[0][:2]), None)
            if other:
                slots.remove(other)
                divisions.append(other)
        _family(directory, divisions, number)
        number += len(divisions)


def _family(directory: Directory, divisions: list[str], number: int) -> None:
    rng, pool = directory.rng, directory.pool()
    family_name, other_name = rng.sample(pool.surnames, 2)
    draw = rng.random()
    hyphenated = 0.62 <= draw < 0.89 and rng.random() < 0.15
    children: list[PlannedPupil] = []
    for rank, division in enumerate(divisions):
        girl = rng.random() < 0.49
        children.append(
            directory.pupil(
                str(number + rank),
                division,
                girl=girl,
                family_name=family_name,
                usual_name=f"{family_name}-{other_name}" if hyphenated else "",
                first_name=_first_name(directory, pool, girl=girl, taken=children),
            )
        )
    if draw < 0.62:
        _together(directory, pool, children, other_name)
    elif draw < 0.89:
        _separated(directory, pool, children, other_name)
    elif draw < 0.97:
        _single(directory, pool, children, other_name)
    elif draw < 0.985:
        _guardian_by_judgment(directory, pool, children, other_name)
    else:
        _raised_by_grandparent(directory, pool, children, other_name)
    if rng.random() < WITH_CONTACT:
        _contact(directory, children)


def _first_name(
    directory: Directory, pool: names.Pool, *, girl: bool, taken: list[PlannedPupil]
) -> str:
    source = pool if directory.rng.random() < 0.5 else names.FRENCH
    used = {pupil.first_name for pupil in taken}
    return directory.rng.choice(
        [name for name in (source.girls if girl else source.boys) if name not in used]
    )


def _parent(
    directory: Directory,
    pool: names.Pool,
    family_name: str,
    address: str,
    *,
    woman: bool,
    usual: str = "",
) -> str:
    first_names = pool.women if woman else pool.men
    return directory.adult(
        woman=woman,
        family_name=family_name,
        usual_name=usual,
        first_name=directory.rng.choice(first_names),
        address_id=address,
    )


def _together(
    directory: Directory, pool: names.Pool, children: list[PlannedPupil], other_name: str
) -> None:
    address, father_name = directory.address(), children[0].family_name
    usual = father_name if directory.rng.random() < 0.45 else ""
    mother = _parent(directory, pool, other_name, address, woman=True, usual=usual)
    two_women = directory.rng.random() < SAME_SEX
    second = _parent(directory, pool, father_name, address, woman=two_women)
    for child in children:
        directory.tie(child, mother, "10", pays_fees=True, first_contact=True)
        directory.tie(child, second, "10" if two_women else "20")


def _separated(
    directory: Directory, pool: names.Pool, children: list[PlannedPupil], other_name: str
) -> None:
    """Two addresses; one time in three the child lives in both homes."""
    rng = directory.rng
    alternating, with_mother = rng.random() < 1 / 3, rng.random() < 0.8
    mother = _parent(directory, pool, other_name, directory.address(), woman=True)
    father = _parent(directory, pool, children[0].family_name, directory.address(), woman=False)
    for child in children:
        directory.tie(
            child, mother, "10", lives_with=alternating or with_mother, pays_fees=with_mother
        )
        directory.tie(
            child,
            father,
            "20",
            lives_with=alternating or not with_mother,
            pays_fees=not with_mother,
        )


def _single(
    directory: Directory, pool: names.Pool, children: list[PlannedPupil], other_name: str
) -> None:
    woman = directory.rng.random() < 0.85
    name = children[0].family_name
    parent = _parent(directory, pool, name, directory.address(), woman=woman)
    for child in children:
        directory.tie(child, parent, "10" if woman else "20", pays_fees=True, first_contact=True)


def _guardian_by_judgment(
    directory: Directory, pool: names.Pool, children: list[PlannedPupil], other_name: str
) -> None:
    tutor = _parent(directory, pool, other_name, directory.address(), woman=True)
    for child in children:
        directory.tie(child, tutor, "50", pays_fees=True, first_contact=True)


def _raised_by_grandparent(
    directory: Directory, pool: names.Pool, children: list[PlannedPupil], other_name: str
) -> None:
    """A parent keeps authority; a grandparent is in charge (level 2) day by day."""
    parent = _parent(directory, pool, children[0].family_name, directory.address(), woman=False)
    grandmother = _parent(directory, pool, other_name, directory.address(), woman=True)
    for child in children:
        directory.tie(child, parent, "20", lives_with=False, pays_fees=True)
        directory.tie(child, grandmother, "38", level=2, first_contact=True)


def _contact(directory: Directory, children: list[PlannedPupil]) -> None:
    """Somebody to call, with no right to read anything."""
    pool = directory.pool()
    woman = directory.rng.random() < 0.6
    name = directory.rng.choice(pool.surnames)
    person = _parent(directory, pool, name, directory.address(), woman=woman)
    relation = directory.rng.choice(("38", "39", "90"))
    for child in children:
        directory.tie(child, person, relation, level=3, lives_with=False)
