"""On a page that would print: whether this machine can, said before anybody asks."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from coeduc import documents

register = template.Library()


@register.simple_tag
def pdf_notice() -> SafeString:
    """For the staff: that documents cannot be made here, and what is missing; else nothing."""
    why = documents.unavailable()
    return render_to_string("_pdf_notice.html", {"why": why}) if why else mark_safe("")


@register.simple_tag
def can_print() -> bool:
    """For families: whether to offer a PDF."""
    return documents.looks_available()
