"""Inès’s parents live apart: neither finds the other, and a judge’s word holds at once."""

import re
from collections import Counter
from urllib.parse import urljoin

from tests.factories.schools import RestrictionFactory, since
from tests.journeys.cast import FATHER
from tests.journeys.moments import MONDAY_10, TUESDAY_9, november

MARKS = {"ines.diallo": "11.5", "leo.martin": "16", "chloe.berger": "abs"}
OF_A_KIND = 6
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
THURSDAY_12 = november(19, 12)
# As pages would write them: the name however it is spelt, a number without its spaces.
SECRETS = (
    "moussa",
    "konat",
    FATHER["email"],
    "impasse des glycines",
    "0199005501",
    "0639985502",
    "+33199005501",
    "+33639985502",
)


def test_a_separated_mother_finds_nothing_of_the_father_on_any_page(cast, clock, bell, somebody):
    fractions = cast.assessment(MARKS, at=MONDAY_10)
    cast.hand_back(fractions, at=TUESDAY_9)
    clock.go(THURSDAY_12)
    mother = somebody()
    mother.arrive("awa.diallo")

    seen = walk(mother)

    assert {"/famille/", "/famille/resultats/", "/famille/regles/"} <= set(seen)
    assert any(path.startswith("/famille/resultats/") and path.count("/") == 4 for path in seen)
    known = {
        path: found
        for path, page in seen.items()
        if (found := [secret for secret in SECRETS if secret in page])
    }
    assert known == {}
    assert "/famille/cahier/semaine/" in {path.partition("?")[0] for path in seen}


def test_a_blocked_father_loses_the_page_at_the_next_click(cast, clock, somebody):
    fractions = cast.assessment(MARKS, at=MONDAY_10)
    cast.hand_back(fractions, at=TUESDAY_9)
    # Recorded by the office on Monday, in force on Thursday at noon.
    RestrictionFactory(
        student=cast.ines, guardian=cast.father, school=cast.school, during=since(THURSDAY_12)
    )
    clock.go(november(19, 11, 59))
    father = somebody()
    father.arrive("moussa.konate")
    father.follow("1 résultat à lire")
    father.follow("Fractions")
    assert "La note 11,5 sur 20" in father.text

    clock.go(THURSDAY_12)
    father.follow("Résultats d’Inès", status=404)
    assert "Inès" not in father.everything
    for path in {path for path in father.visited if path.startswith("/famille/resultats/")}:
        father.visit(path, status=404)
        assert "Inès" not in father.everything


def walk(reader):
    """Every page that links lead to from here: what each says, source and all, without spaces.

    Of addresses that differ by a day only, a few: weeks lead to weeks for two years.
    """
    seen, asked, met, ahead = {}, set(), Counter(), [reader.path]
    while ahead:
        path = ahead.pop(0)
        kind = DAY.sub("…", path)
        if path in asked or (kind != path and met[kind] == OF_A_KIND):
            continue
        asked.add(path)
        met[kind] += 1
        arrived, text, links = reader.sent_at(path)
        if links:
            reader.visit(path)
            text += reader.everything
        seen[arrived] = text.lower() + "".join(text.lower().split())
        ahead += [urljoin(arrived, link) for link in links]
    return seen
