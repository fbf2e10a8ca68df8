"""The letters as paper: what each person reads, and nothing about anybody else.

A letter is built from one person's own rows. Two letters of one envelope share nothing but the
address that is on both.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes import services as codes_services
from apps.invitations.codes.presenters import data_notice
from apps.invitations.codes.presenters.slips import CodeSlip, ToWrite, frame, slip_of
from apps.invitations.enums import Purpose
from apps.invitations.letters import queries as letters_queries
from apps.notices.enums import Delivery, LetterAudience
from apps.notices.models import LetterBatch, LetterFile, LetterTexts
from apps.notices.paper import queries as paper_queries
from apps.notices.paper.services import DrawnFile
from apps.schools.models import Guardian, School
from coeduc.documents import Pdf, render_pdf

TEMPLATES = {
    LetterAudience.GUARDIANS: "print/guardian_letters.html",
    LetterAudience.STUDENTS: "print/student_letters.html",
    LetterAudience.STAFF: "print/staff_slips.html",
}


def letters_pdf(
    letters: Sequence[ToWrite],
    *,
    audience: str,
    school: School,
    texts: LetterTexts,
    delivery: str,
    at: dt.datetime,
) -> Pdf:
    """One PDF of all these letters, in the order given. DocumentError as render_pdf."""
    guardians = [letter.person for letter in letters if isinstance(letter.person, Guardian)]
    children = codes_queries.children_named(guardians, at=at)
    papers = [
        slip_of(letter, children=children, posted=delivery == Delivery.POSTED, school=school)
        for letter in letters
    ]
    context = {
        **frame(school, texts, at=at),
        "papers": papers,
        "pairs": _in_pairs(papers),
        "durations": data_notice.durations(),
    }
    return render_pdf(TEMPLATES[LetterAudience(audience)], context)


def _in_pairs(papers: Sequence[CodeSlip]) -> list[list[CodeSlip]]:
    """Two to a page, for what is cut and handed over."""
    return [list(papers[start : start + 2]) for start in range(0, len(papers), 2)]


def drawn(file: LetterFile, *, at: dt.datetime) -> DrawnFile | None:
    """One file of letters, each with a fresh code that opens something once the file is stored.

    None when everybody has an account by now. DocumentError as ``letters_pdf``.
    """
    letters = _letters(file, at=at)
    if not letters:
        return None
    batch = file.batch
    pdf = letters_pdf(
        letters,
        audience=batch.audience,
        school=batch.school,
        texts=paper_queries.texts_of(batch.school),
        delivery=batch.delivery,
        at=at,
    )
    return DrawnFile(
        pdf,
        letter_count=len(letters),
        envelope_count=len({letter.number for letter in letters}),
        keep=lambda: _give(letters, batch, at=at),
    )


def _letters(file: LetterFile, *, at: dt.datetime) -> list[ToWrite]:
    """Who is still to be invited, each with a fresh code; rights may have changed meanwhile."""
    kept = letters_queries.still_to_invite(file, at=at)
    pages = Counter(envelope for envelope, _person in kept)
    seen: Counter[int] = Counter()
    letters = []
    for envelope, person in kept:
        seen[envelope] += 1
        expires_at = at + codes_services.lifetime(person, Purpose.ACTIVATION)
        letters.append(
            ToWrite(
                person,
                codes_services.new_code(),
                expires_at,
                envelope,
                seen[envelope],
                pages[envelope],
            )
        )
    return letters


def _give(letters: Sequence[ToWrite], batch: LetterBatch, *, at: dt.datetime) -> None:
    """In the transaction of «done»: a paper that nobody will get replaces no earlier code."""
    for letter in letters:
        codes_services.give_code(
            letter.person,
            purpose=Purpose.ACTIVATION,
            delivery=batch.delivery,
            by=batch.by,
            at=at,
            batch=batch,
            code=letter.code,
        )
