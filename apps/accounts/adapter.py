"""allauth, without open registration: accounts come from the school's files."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody registers alone; nobody receives a mail that reveals that an account exists."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
