"""How long what the portal wrote of an account is kept, and what it sent still opens; how many
mails a day. Pure."""

from __future__ import annotations

import datetime as dt

# A link to confirm an address.
ADDRESS_LASTS = dt.timedelta(days=3)
# What was counted for the limits of a day.
KEPT = dt.timedelta(days=2)
# A day, to one address, whoever asks; of confirmations, one person's share of it.
PASSWORDS_TO_ONE_ADDRESS = 5
CONFIRMATIONS_TO_ONE_ADDRESS = 10
BY_ONE_PERSON = 6
BY_ONE_PERSON_TO_ONE_ADDRESS = 3
# From one place, a day, sent to addresses that no account has.
TO_NOBODY_FROM_ONE_NETWORK = 20
