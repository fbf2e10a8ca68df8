"""A mail server slow enough to be interrupted."""

import time

from django.core.mail.backends.filebased import EmailBackend as FileBackend

SECONDS_A_MAIL = 0.04


class EmailBackend(FileBackend):
    def send_messages(self, email_messages):
        time.sleep(SECONDS_A_MAIL)
        return super().send_messages(email_messages)
