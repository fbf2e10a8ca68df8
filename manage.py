#!/usr/bin/env python3
"""Django's command line for coeduc."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")
    if "runserver" not in sys.argv[1:2]:  # it serves pages; any other command takes its time
        os.environ.setdefault("STATEMENT_TIMEOUT", "0")
        os.environ.setdefault("DATABASE_PATIENCE", "0")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None):
            raise  # the server answered: not a matter of reaching it
        sys.exit(
            f"La base de données est injoignable : {str(error).partition(chr(10))[0]}\n"
            "Vérifiez DATABASE_URL ; en développement : « python -m coeduc.embedded up »."
        )
