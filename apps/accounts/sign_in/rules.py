"""How many wrong tries, and the pause that follows. Pure; ``services.limits`` counts them."""

from __future__ import annotations

import datetime as dt

MINUTES = dt.timedelta(minutes=1)
# On one account: from devices it has never signed in on, all together; and from its own.
ON_AN_ACCOUNT, ACCOUNT_PAUSE = 8, 5 * MINUTES
# From one network, on any account, by devices that have proved nothing.
FROM_A_NETWORK, NETWORK_PAUSE = 300, 10 * MINUTES
# From one network by such devices; and with one account's device, wherever it is.
UNKNOWN_CODES, UNKNOWN_CODES_PROVED = 60, 120
# Links to choose a password, asked for from one network, whoever asks.
LINKS_FROM_A_NETWORK, LINKS_PAUSE = 200, 10 * MINUTES
# Whatever was tried too often, by then it may be tried again.
LONGEST_PAUSE = max(ACCOUNT_PAUSE, NETWORK_PAUSE, LINKS_PAUSE)
KEPT = dt.timedelta(days=1)
