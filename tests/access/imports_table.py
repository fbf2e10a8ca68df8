"""Who is answered what on the import page: the heads and the digital referent, in their school."""

from __future__ import annotations

from tests.access.actors import TEAM
from tests.access.cases import NO_SUCH_METHOD, PAGE, REFUSED, Case, of_row, sent_to

IMPORTERS = ("principal", "digital_referent")
ELSEWHERE = ("principal_elsewhere",)
NOT_THEIRS = tuple(actor for actor in TEAM if actor not in (*IMPORTERS, *ELSEWHERE))
TO_THE_BATCH = sent_to("imports:batch_detail", writes=True)

IMPORTS = {
    # Without a file the form comes back: nothing is written, and only the right people see it.
    "import": Case(
        "imports:upload",
        get={PAGE: (*IMPORTERS, *ELSEWHERE), REFUSED: NOT_THEIRS},
        post={PAGE: (*IMPORTERS, *ELSEWHERE), REFUSED: NOT_THEIRS},
    ),
    "an import": Case("imports:batch_detail", arguments=of_row("imported"), get={PAGE: IMPORTERS}),
    "confirm an import": Case(
        "imports:batch_confirm",
        arguments=of_row("imported"),
        get=NO_SUCH_METHOD,
        post={TO_THE_BATCH: IMPORTERS},
    ),
    "read an import again": Case(
        "imports:batch_reread",
        arguments=of_row("imported"),
        get=NO_SUCH_METHOD,
        post={TO_THE_BATCH: IMPORTERS},
    ),
    "give up an import": Case(
        "imports:batch_cancel",
        arguments=of_row("imported"),
        get=NO_SUCH_METHOD,
        post={sent_to("imports:upload", writes=True): IMPORTERS},
    ),
}
