"""Who is answered what where pupils and guardians speak, and where they read over time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.actors import (
    FAMILIES,
    FAMILY_OF_INES,
    FAMILY_OF_LEO,
    PUPILS,
    READS_INES,
    TEAM,
)
from tests.access.cases import (
    FRESH,
    INES,
    LEO,
    NO_SUCH_METHOD,
    PAGE,
    REFUSED,
    Case,
    of_child,
    of_row,
    page,
    sent_to,
)

# Of Inès's family, those who read nothing of her results.
READS_NOTHING = tuple(actor for actor in FAMILY_OF_INES if actor not in READS_INES)
PUPIL = ("pupil",)
# Their child's list is there, and nothing on it that they may open.
READS_NOTHING = ("guardian_surveillance", "guardian_care", "guardian_left_before")


def a_word(world: Any) -> dict[str, str]:
    return {"text": "J’ai compris les additions."}


def why(world: Any) -> dict[str, str]:
    return {"words": "J’ai peur."}


def an_answer(world: Any) -> dict[str, str]:
    return {"answer": "not_possible"}


def of_guardian(world: Any) -> dict[str, Any]:
    guardian = world.people["guardian"].guardians.get()
    return {"public_id": world.result.public_id, "guardian_id": guardian.public_id}


def in_maths(name: str) -> Callable[[Any], dict[str, str]]:
    """One child, one subject: the marks themselves, as a picture and a table."""
    return lambda world: {
        "enfant": str(getattr(world, name).public_id),
        "matiere": world.teaching.subject.code,
    }


def by_date_of(name: str) -> Callable[[Any], dict[str, str]]:
    return lambda world: {"enfant": str(getattr(world, name).public_id), "vue": "dates"}


WORDS = {
    "word": Case(
        "results:student_result_word",
        arguments=of_row("fresh_result"),
        data=a_word,
        get={PAGE: PUPIL},
        post={sent_to("results:student_result_detail", writes=True): PUPIL},
    ),
    # The parents have read: the page says so, and gives back what was typed.
    "word, too late": Case(
        "results:student_result_word",
        arguments=of_row("result"),
        data=a_word,
        get={PAGE: PUPIL},
        post={PAGE: PUPIL},
    ),
    "word, nothing to read yet": Case(
        "results:student_result_word",
        arguments=of_row("draft_result"),
        data=a_word,
        get={},
        post={},
    ),
    "take the word back": Case(
        "results:student_word_remove",
        arguments=of_row("fresh_result"),
        get=NO_SUCH_METHOD,
        post={sent_to("results:student_result_detail", writes=True): PUPIL},
    ),
    "ask the CPE": Case(
        "results:student_result_talk",
        arguments=of_row("fresh_result"),
        data=why,
        get={PAGE: PUPIL},
        post={sent_to("results:student_result_talk", writes=True): PUPIL},
    ),
    "ask the CPE, too late": Case(
        "results:student_result_talk",
        arguments=of_row("result"),
        data=why,
        get={PAGE: PUPIL},
        post={PAGE: PUPIL},
    ),
    "ask no more": Case(
        "results:student_talk_remove",
        arguments=of_row("fresh_result"),
        get=NO_SUCH_METHOD,
        post={sent_to("results:student_result_talk", writes=True): PUPIL},
    ),
    # A former guardian still reads it, and answers for the child no more.
    "answer the help": Case(
        "results:family_result_answer",
        arguments=of_row("result"),
        data=an_answer,
        get=NO_SUCH_METHOD,
        post={
            sent_to("results:family_result_detail", writes=True): ("guardian", "other_guardian"),
            REFUSED: ("guardian_former",),
        },
    ),
    # A former guardian reads it still: theirs to mark. The mark tells nobody else anything.
    "opened": Case(
        "results:family_result_read",
        arguments=of_row("result"),
        get=NO_SUCH_METHOD,
        post={sent_to("results:family_result_detail", writes=True): READS_INES},
    ),
    # All of them at once; a list without anything to read is there all the same.
    "all read": Case(
        "results:family_results_read",
        get=NO_SUCH_METHOD,
        post={
            sent_to("results:family_results", writes=True): (*READS_INES, *FAMILY_OF_LEO),
            sent_to("results:family_results"): READS_NOTHING,
        },
    ),
    "all read by oneself": Case(
        "results:student_results_read",
        get=NO_SUCH_METHOD,
        post={sent_to("results:student_results", writes=True): PUPILS},
    ),
    # Nothing was marked: there is nothing to undo, told on one's own list.
    "all read, undone": Case(
        "results:family_results_unread",
        get=NO_SUCH_METHOD,
        post={sent_to("results:family_results"): (*READS_INES, *FAMILY_OF_LEO, *READS_NOTHING)},
    ),
    "all read by oneself, undone": Case(
        "results:student_results_unread",
        get=NO_SUCH_METHOD,
        post={sent_to("results:student_results"): PUPILS},
    ),
    "opened, nothing to read yet": Case(
        "results:family_result_read",
        arguments=of_row("draft_result"),
        get=NO_SUCH_METHOD,
        post={},
    ),
    "opened by oneself": Case(
        "results:student_result_read",
        arguments=of_row("fresh_result"),
        get=NO_SUCH_METHOD,
        post={sent_to("results:student_result_detail", writes=True): PUPIL},
    ),
    "families who would like to talk": Case(
        "results:talk_list",
        get={PAGE: TEAM},
    ),
    # Nobody asked to talk: there is nothing to settle.
    "talked with a family that did not ask": Case(
        "results:talk_over",
        arguments=of_guardian,
        get=NO_SUCH_METHOD,
        post={},
    ),
    "answer a help that is not there yet": Case(
        "results:family_result_answer",
        arguments=of_row("draft_result"),
        data=an_answer,
        get=NO_SUCH_METHOD,
        post={},
    ),
    "fresh result, family": Case(
        "results:family_result_detail",
        arguments=of_row("fresh_result"),
        get={PAGE: ("guardian", "other_guardian")},
    ),
    "fresh result, pupil": Case(
        "results:student_result_detail",
        arguments=of_row("fresh_result"),
        get={page(FRESH): PUPIL},
    ),
    # Nobody of this world has opened a result: lists say that they are there, never a mark.
    "Inès in maths": Case(
        "results:family_results", query=in_maths("student"), get={PAGE: FAMILY_OF_INES}
    ),
    "oneself in maths": Case(
        "results:student_results", query=in_maths("student"), get={PAGE: PUPILS}
    ),
    "Inès on paper": Case(
        "results:family_results_print",
        query=of_child("student"),
        get={page(INES): READS_INES, PAGE: READS_NOTHING},
    ),
    "one’s first child on paper": Case(
        "results:family_results_print",
        get={
            page(INES): READS_INES,
            page(LEO): tuple(actor for actor in FAMILIES if actor not in FAMILY_OF_INES),
            PAGE: READS_NOTHING,
        },
    ),
    "Inès by date": Case(
        "results:family_results",
        query=by_date_of("student"),
        get={PAGE: FAMILY_OF_INES},
    ),
    "Inès to keep": Case(
        "results:family_results_pdf",
        query=of_child("student"),
        get={page(INES): READS_INES},
    ),
    "oneself to keep": Case(
        "results:student_results_pdf",
        get={page(INES, FRESH): PUPIL, page(LEO): ("classmate",)},
    ),
    "oneself on paper": Case(
        "results:student_results_print",
        get={page(INES, FRESH): PUPIL, page(LEO): ("classmate",)},
    ),
}
