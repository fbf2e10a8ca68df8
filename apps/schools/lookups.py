"""Who has a page of the team here, else 404: for the views of several rooms."""

from __future__ import annotations

from django.http import Http404

from apps.schools.policies import is_of_the_team
from coeduc.http import Request


def team_or_404(request: Request) -> None:
    """Whoever works in no school has no page here, as in the other spaces."""
    if not is_of_the_team(request.reader):
        raise Http404
