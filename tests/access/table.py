"""Who is answered what, at every address. Two schools, the rows in their most visible state.

Reading: ``{answer: actors}``; whoever is not named is answered 404, a visitor is asked to sign in.
"""

from typing import Any

from tests.access.actors import (
    ANONYMOUS,
    EVERYBODY,
    FAMILIES,
    FAMILY_OF_INES,
    FAMILY_OF_LEO,
    FOLLOWERS,
    NO_FAMILY_ANY_MORE,
    PUPILS,
    READS_INES,
    RELATIVES,
    SIGNED_IN,
    TEACHERS,
    TEAM,
)
from tests.access.archive_table import ARCHIVES
from tests.access.cases import (
    ABSENT,
    ASKED,
    DRAFT,
    INES,
    LEO,
    NO_SUCH_METHOD,
    NOWHERE,
    PAGE,
    PUBLIC,
    PUBLIC_NO_SUCH_METHOD,
    REFUSED,
    SIGN_IN,
    Case,
    of_child,
    of_row,
    page,
    sent_to,
)
from tests.access.decisions_table import CARE, CARERS
from tests.access.feed_table import FEEDS
from tests.access.files_table import FILES
from tests.access.grid_table import GRID
from tests.access.imports_table import IMPORTS
from tests.access.lists_table import LISTS
from tests.access.notebook_readers_table import NOTEBOOK_READERS
from tests.access.notebook_table import NOTEBOOK
from tests.access.people_table import PEOPLE, SETTINGS
from tests.access.rules_table import RULE_PAGES
from tests.access.simulator_table import SIMULATOR
from tests.access.support_table import SUPPORT
from tests.access.timetable_table import TIMETABLES
from tests.access.trusted_table import TRUSTED
from tests.access.way_in_table import WAY_IN
from tests.access.week_sheet_table import WEEK_SHEETS
from tests.access.words_table import WORDS
from tests.world import HELD_ON


def new_assessment(world: Any) -> dict[str, str]:
    """What a teacher of 4eB types; anybody else must be refused before it is read."""
    return {
        "teaching": str(world.teaching.pk),
        "title": "Puissances",
        "kind": "test",
        "held_on": "2026-11-24",
        "scale": "20",
        "coefficient": "1",
    }


def other_words(world: Any) -> dict[str, str]:
    """The same work under other words; why is asked once families have read it."""
    why = {"reason": "Le titre était celui d’un autre devoir."}
    return new_assessment(world) | {"held_on": HELD_ON.isoformat()} | why


def new_mark(world: Any) -> dict[str, str]:
    """A correction of Inès's mark, complete: nothing but a right is missing to whoever lacks it."""
    data = {"reason": "Erreur de total."}
    for result, mark in ((world.result, "14"), (world.other_result, "17,29")):
        data |= {f"mark-{result.public_id}": mark, f"seen-{result.public_id}": "1"}
    return data


def the_tap(world: Any) -> dict[str, str]:
    return {"when": "now"}


ACCOUNTS = {
    "one’s data": Case("about:data", get=PUBLIC, post=PUBLIC_NO_SUCH_METHOD),
    "accessibility": Case("about:accessibility", get=PUBLIC, post=PUBLIC_NO_SUCH_METHOD),
    "legal notice": Case("about:legal", get=PUBLIC, post=PUBLIC_NO_SUCH_METHOD),
    "reading comfort": Case(
        "comfort:comfort",
        data=lambda world: {"text": "large", "theme": "dark", "spacing": "on"},
        get=PUBLIC,
        post={sent_to("comfort:comfort"): EVERYBODY},
    ),
    "sign in": Case(
        "account_login",
        get={PAGE: (ANONYMOUS,), sent_to("home:start"): SIGNED_IN},
        post={PAGE: (ANONYMOUS,), sent_to("home:start"): SIGNED_IN},
    ),
    "sign out": Case(
        "account_logout",
        get={sent_to("account_login"): (ANONYMOUS,), PAGE: SIGNED_IN},
        post={sent_to("account_login"): (ANONYMOUS, *SIGNED_IN)},
    ),
    "whose token": Case("account_token", get={SIGN_IN: (ANONYMOUS,), PAGE: SIGNED_IN}),
    "erase what was not saved": Case(
        "account_erase_unsaved",
        get=NO_SUCH_METHOD,
        post={SIGN_IN: (ANONYMOUS,), sent_to("home:start"): SIGNED_IN},
    ),
    "one’s account": Case("own_account:account", get={SIGN_IN: (ANONYMOUS,), PAGE: SIGNED_IN}),
    "one’s devices": Case("own_account:devices", get={SIGN_IN: (ANONYMOUS,), PAGE: SIGNED_IN}),
    "close one’s device": Case(
        "own_account:close_device",
        get=NO_SUCH_METHOD,
        post={SIGN_IN: (ANONYMOUS,), sent_to("own_account:devices"): SIGNED_IN},
    ),
    "close one’s other devices": Case(
        "own_account:close_other_devices",
        get=NO_SUCH_METHOD,
        post={SIGN_IN: (ANONYMOUS,), sent_to("own_account:devices"): SIGNED_IN},
    ),
    "closed account": Case("account_inactive", get=PUBLIC, post=PUBLIC_NO_SUCH_METHOD),
    "change one’s password": Case(
        "account_change_password",
        get={SIGN_IN: (ANONYMOUS,), PAGE: SIGNED_IN},
        post={SIGN_IN: (ANONYMOUS,), PAGE: SIGNED_IN},
    ),
    "forgotten password": Case("account_reset_password", get=PUBLIC, post=PUBLIC),
    "forgotten password, sent": Case(
        "account_reset_password_done", get=PUBLIC, post=PUBLIC_NO_SUCH_METHOD
    ),
    "new password, wrong key": Case(
        "account_reset_password_from_key",
        arguments=lambda world: {"uidb36": "1", "key": "wrong"},
        get=PUBLIC,
        post=PUBLIC,
    ),
    "new password, done": Case(
        "account_reset_password_from_key_done", get=PUBLIC, post=PUBLIC_NO_SUCH_METHOD
    ),
}

HOME = {
    "start": Case(
        "home:start",
        get={
            sent_to("home:family_home"): tuple(
                actor for actor in FAMILIES if actor != "teacher_and_parent"
            ),
            sent_to("home:student_home"): PUPILS,
            sent_to("home:staff_home"): TEAM,
            sent_to("home:trusted_home"): RELATIVES,
            PAGE: ("stranger", *NO_FAMILY_ANY_MORE),
        },
    ),
    "first steps": Case("home:first_steps", get=PUBLIC, post=PUBLIC_NO_SUCH_METHOD),
    "first steps of a head": Case(
        "home:first_steps_of",
        arguments=lambda world: {"who": "direction"},
        get=PUBLIC,
        post=PUBLIC_NO_SUCH_METHOD,
    ),
    "no first steps of nobody": Case(
        "home:first_steps_of",
        arguments=lambda world: {"who": "personne"},
        get={ABSENT: EVERYBODY},
        post=PUBLIC_NO_SUCH_METHOD,
    ),
    "stuck": Case("home:stuck", get=PUBLIC, post=PUBLIC_NO_SUCH_METHOD),
    "propose the first steps no more": Case(
        "home:first_steps_propose",
        get=NO_SUCH_METHOD,
        post={SIGN_IN: (ANONYMOUS,), sent_to("home:start", writes=True): SIGNED_IN},
    ),
    "family home": Case("home:family_home", get={PAGE: FAMILIES}),
    "pupil home": Case("home:student_home", get={PAGE: PUPILS}),
    "team home": Case(
        "home:staff_home",
        get={page(ASKED): CARERS, PAGE: tuple(actor for actor in TEAM if actor not in CARERS)},
    ),
}

RULES = {
    "who can help, family": Case("home:family_people", get={PAGE: FAMILIES}),
    "who can help, pupil": Case("home:student_people", get={PAGE: PUPILS}),
    "rules, family": Case("publication:family_rules", get={PAGE: FAMILIES}),
    "rules, pupil": Case("publication:student_rules", get={PAGE: PUPILS}),
    "rules, team": Case("publication:staff_rules", get={PAGE: TEAM}),
}

READING = {
    "family list": Case("results:family_results", get={PAGE: FAMILIES}),
    "family list of Inès": Case(
        "results:family_results", query=of_child("student"), get={PAGE: FAMILY_OF_INES}
    ),
    "family list of Léo": Case(
        "results:family_results", query=of_child("other_student"), get={PAGE: FAMILY_OF_LEO}
    ),
    "family result of Inès": Case(
        "results:family_result_detail",
        arguments=of_row("result"),
        get={page(INES): READS_INES},
    ),
    "family result of Léo": Case(
        "results:family_result_detail",
        arguments=of_row("other_result"),
        get={page(LEO): FAMILY_OF_LEO},
    ),
    # Held in the time of the present guardians only.
    "family result not handed back": Case(
        "results:family_result_detail",
        arguments=of_row("draft_result"),
        get={PAGE: ("guardian", "other_guardian")},
    ),
    "pupil list": Case("results:student_results", get={PAGE: PUPILS}),
    "pupil result of Inès": Case(
        "results:student_result_detail",
        arguments=of_row("result"),
        get={page(INES): ("pupil",)},
    ),
    "pupil result of Léo": Case(
        "results:student_result_detail",
        arguments=of_row("other_result"),
        get={page(LEO): ("classmate",)},
    ),
    "pupil result not handed back": Case(
        "results:student_result_detail",
        arguments=of_row("draft_result"),
        get={PAGE: ("pupil",)},
    ),
}

NO_CLASS = (
    "former_teacher",
    "school_life",
    "digital_referent",
    "secretary",
    "nurse",
    "principal_elsewhere",
)
ONLY_TEACHERS = {PAGE: TEACHERS, REFUSED: FOLLOWERS}

TEACHING = {
    "assessments": Case("results:assessment_list", get={PAGE: TEAM}),
    "new assessment": Case(
        "results:assessment_create",
        data=new_assessment,
        get={
            PAGE: (*TEACHERS, "teacher_of_another_class"),
            REFUSED: (*FOLLOWERS, *NO_CLASS),
        },
        post={
            sent_to("results:assessment_marks", writes=True): TEACHERS,
            # Teaches, but not this class: the choice is not theirs.
            PAGE: ("teacher_of_another_class",),
            REFUSED: (*FOLLOWERS, *NO_CLASS),
        },
    ),
    "assessment": Case(
        "results:assessment_detail",
        arguments=of_row("assessment"),
        get={page(INES, LEO): (*TEACHERS, *FOLLOWERS)},
    ),
    "assessment not handed back": Case(
        "results:assessment_detail",
        arguments=of_row("draft"),
        get={page(DRAFT): (*TEACHERS, *FOLLOWERS)},
    ),
    "edit": Case(
        "results:assessment_edit",
        arguments=of_row("assessment"),
        data=other_words,
        get=ONLY_TEACHERS,
        post={sent_to("results:assessment_detail", writes=True): TEACHERS, REFUSED: FOLLOWERS},
    ),
    "marks": Case(
        "results:assessment_marks",
        arguments=of_row("assessment"),
        data=new_mark,
        get={page(INES, LEO): TEACHERS, REFUSED: FOLLOWERS},
        post={sent_to("results:assessment_detail", writes=True): TEACHERS, REFUSED: FOLLOWERS},
    ),
    "hand back again": Case(
        "results:assessment_hand_back",
        arguments=of_row("assessment"),
        data=the_tap,
        get=ONLY_TEACHERS,
        post=ONLY_TEACHERS,
    ),
    "hand back": Case(
        "results:assessment_hand_back",
        arguments=of_row("draft"),
        data=the_tap,
        get=ONLY_TEACHERS,
        post={sent_to("results:assessment_hand_back", writes=True): TEACHERS, REFUSED: FOLLOWERS},
    ),
    "undo, too late": Case(
        "results:hand_back_undo",
        arguments=of_row("assessment"),
        get=NO_SUCH_METHOD,
        post={sent_to("results:assessment_hand_back"): TEACHERS, REFUSED: FOLLOWERS},
    ),
    "undo, nothing to undo": Case(
        "results:hand_back_undo",
        arguments=of_row("draft"),
        get=NO_SUCH_METHOD,
        post={sent_to("results:assessment_hand_back"): TEACHERS, REFUSED: FOLLOWERS},
    ),
}

# Only where DEVELOPMENT_PAGES is true (test_public.py): no account is needed to read a mail there.
DEVELOPMENT = {
    "components": Case("gallery:gallery", get=PUBLIC, post=PUBLIC_NO_SUCH_METHOD),
    "mails": Case("notices:mail_list", get=PUBLIC, post=PUBLIC_NO_SUCH_METHOD),
    "a mail": Case(
        "notices:mail_detail",
        arguments=lambda world: {"file": world.mail_file, "rank": 1},
        get=PUBLIC,
        post=PUBLIC_NO_SUCH_METHOD,
    ),
    # Without a demonstration to move, these do not exist either.
    "move the clock": Case("demo:move_clock", get=PUBLIC_NO_SUCH_METHOD, post=NOWHERE),
    "change person": Case("demo:change_person", get=PUBLIC_NO_SUCH_METHOD, post=NOWHERE),
}

TABLE = {
    **ACCOUNTS,
    **HOME,
    **RULES,
    **READING,
    **TEACHING,
    **FILES,
    **GRID,
    **FEEDS,
    **CARE,
    **PEOPLE,
    **IMPORTS,
    **LISTS,
    **NOTEBOOK,
    **NOTEBOOK_READERS,
    **SETTINGS,
    **RULE_PAGES,
    **SIMULATOR,
    **SUPPORT,
    **TIMETABLES,
    **TRUSTED,
    **WAY_IN,
    **WEEK_SHEETS,
    **ARCHIVES,
    **WORDS,
    **DEVELOPMENT,
}
