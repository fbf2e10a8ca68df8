"""What families and pupils read, frozen: pages never hold a model instance.

A waiting row is built from the roster, the hand-back and what the school decided, so that it is the
same, byte for byte, whether or not a mark has been entered.
"""

from apps.results.presenters.frame import Frame
from apps.results.presenters.result import mark_sentence

__all__ = ["Frame", "mark_sentence"]
