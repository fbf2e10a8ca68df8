"""A cache that may be away: what it keeps is never needed to answer.

Redis stopped or frozen costs one second, once; for a few seconds it is then not asked at all, and
everything reads as «not kept». Whatever must hold is in PostgreSQL.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE = 5.0


class PatientRedisCache(RedisCache):
    """Every operation answers within the socket's time-out, or as an empty cache would."""

    away_until = 0.0

    def _asked(self, name: str, otherwise: Any, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < PatientRedisCache.away_until:
            return otherwise
        try:
            return getattr(RedisCache, name)(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            PatientRedisCache.away_until = time.monotonic() + PAUSE
            logger.warning("the cache does not answer (%s)", type(error).__name__)
            return otherwise

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._asked("get", default, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._asked("set", None, *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """True: whoever guards a work with it does the work, rather than never."""
        return bool(self._asked("add", True, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._asked("delete", False, *args, **kwargs))

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._asked("touch", False, *args, **kwargs))

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._asked("has_key", False, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return dict(self._asked("get_many", {}, *args, **kwargs))

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return list(self._asked("set_many", [], data, *args, **kwargs))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._asked("delete_many", None, *args, **kwargs)

    def clear(self) -> None:
        self._asked("clear", None)
