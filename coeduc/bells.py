"""What every bell shares: Celery rings, PostgreSQL says what is due, a later bell goes on.

A bell that waited longer than ``EXPIRES`` seconds is not answered: after a long breakdown one is
enough, not a night of them. Who answers begins nothing new after ``SECONDS``, well under the soft
limit of a task and a third of a lease.
"""

EXPIRES = 60
SECONDS = 40
