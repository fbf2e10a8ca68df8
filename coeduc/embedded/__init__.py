"""Development servers of the portal: PostgreSQL and Valkey, brought by two wheels.

Needs nothing but the standard library and is importable before Django is configured: the settings
call `database_url()` and `redis_url()`, which only compute; `ensure_running()` starts the servers
for the life of the process. Everything lives under `var/embedded`, on Unix sockets in a directory
that nobody else may enter; no TCP port is opened. On the command line:
`python -m coeduc.embedded up|down|status|url|run COMMAND`.
"""

from coeduc.embedded.places import (
    EmbeddedError,
    broker_url,
    cache_url,
    database_url,
    redis_url,
)
from coeduc.embedded.use import ensure_running, release

__all__ = [
    "EmbeddedError",
    "broker_url",
    "cache_url",
    "database_url",
    "ensure_running",
    "redis_url",
    "release",
]
