"""The bells of files: harmless twice, harmless late."""

import time

from celery import shared_task

from apps.files.services import forgetting, storing
from apps.files.services.antivirus import Verdict
from coeduc import clock
from coeduc.bells import EXPIRES, SECONDS

ONE_FILE = 15.0
MOST = 50
QUIET_HOUR = 2


@shared_task(expires=EXPIRES)
def ask_antivirus_again() -> int:
    """Files that nobody could judge when they came; return how many were."""
    judged = unanswered = 0
    deadline = time.monotonic() + SECONDS
    for stored in storing.waiting(most=MOST):
        if time.monotonic() > deadline - ONE_FILE or unanswered > 1:
            break
        answered = storing.judge(stored, seconds=ONE_FILE) is not Verdict.NO_ANSWER
        judged, unanswered = judged + answered, unanswered + (not answered)
    return judged


@shared_task(expires=EXPIRES)
def forget_loose_files() -> int:
    """Delete what was joined to nothing; at night, what lies on the disk and in no row."""
    at = clock.now()
    gone = forgetting.forget_loose(at=at)
    return gone + (forgetting.forget_strangers(at=at) if at.hour == QUIET_HOUR else 0)
