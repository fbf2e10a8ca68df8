"""Refusals of the services, with the French sentence that the person reads."""


class ResultError(Exception):
    """A rule of the domain says no; the message may be shown as it is."""


class StaleEntry(ResultError):  # noqa: N818 (the state of an entry, raised to the grid)
    """Somebody else saved this pupil's result since the grid was opened."""


class ReasonNeeded(ResultError):  # noqa: N818
    """A result that somebody may already have read changes only with a reason."""
