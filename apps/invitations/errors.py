"""Why an act of a way in is refused."""


class ActivationError(Exception):
    """The act cannot be done; the message is for the person on the page."""
