"""HTML → PDF, for every app: one press a process, which reads nothing but our own files.

The document is tagged (PDF/UA-1), in the fonts of the project, with ``static/css/print.css``.
WeasyPrint is imported late: it needs Pango, which no wheel brings, and only documents need it.
Measured: one font configuration and one parsed stylesheet a process halve the time of a page.
"""

from __future__ import annotations

import contextlib
import io
import logging
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from coeduc.embedded.system import pango_opens

# Addresses inside a document are never asked of a network: this host does not exist.
HERE = "https://document.invalid/"
FONTS = {
    "source-sans-3.ttf": ("fontpkg_source_sans_3", "SourceSans3[wght].ttf"),
    "source-serif-4.ttf": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
}
FONT_FACES = f"""
@font-face {{ font-family: "Source Sans 3"; src: url("{HERE}polices/source-sans-3.ttf"); }}
@font-face {{ font-family: "Source Serif 4"; src: url("{HERE}polices/source-serif-4.ttf"); }}
"""
PANGO_IS_MISSING = _(
    "Ce serveur ne sait pas encore fabriquer de PDF : il lui manque Pango. Sous Debian : "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."
)
REFUSED = _("Ce document demande un fichier qui n’est pas au portail : %(url)s")
logger = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


class DocumentError(Exception):
    """The document could not be made; the message may be shown to the staff."""


class DocumentsUnavailableError(DocumentError):
    """This machine cannot make any document."""


@dataclass(frozen=True)
class Press:
    """What is prepared once a process: the library, its fetcher, its fonts, the stylesheet."""

    library: Any
    fetcher: Any
    fonts: Any
    stylesheets: tuple[Any, ...]


@dataclass(frozen=True)
class Pdf:
    """A finished document."""

    content: bytes
    page_count: int


def render_pdf(template: str, context: Mapping[str, Any]) -> Pdf:
    """The PDF of ``template``, which extends ``print/base_print.html``.

    DocumentError when it asks for anything but our static files and inline images;
    DocumentsUnavailableError where Pango is missing.
    """
    return pdf_of(render_to_string(template, dict(context)))


def pdf_of(html: str) -> Pdf:
    """The PDF of a whole page of HTML, with its language and its title."""
    with _one_at_a_time:
        press = prepared_press()
        # Derives from BaseException: it would escape a worker's ``except Exception``.
        fatal = press.library.urls.FatalURLFetchingError
        try:
            page = press.library.HTML(string=html, base_url=HERE, url_fetcher=press.fetcher)
            drawn = page.render(stylesheets=list(press.stylesheets), font_config=press.fonts)
            return Pdf(drawn.write_pdf(pdf_variant="pdf/ua-1"), len(drawn.pages))
        except fatal as problem:
            raise DocumentError(str(problem)) from problem


def unavailable() -> str:
    """Why this machine can make no document, in a sentence for the staff; empty when it can.

    For the pages that would print: it loads the library, once a process.
    """
    try:
        prepared_press()
    except DocumentsUnavailableError as problem:
        return str(problem)
    except Exception:  # told to whoever asks for a document; a notice breaks no page
        logger.exception("documents could not be prepared")
    return ""


def looks_available() -> bool:
    """Whether a document can be made, without loading anything: families print seldom."""
    return sys.modules.get("weasyprint") is not None or pango_opens()


@lru_cache(maxsize=1)
def prepared_press() -> Press:
    """Made once; DocumentsUnavailableError as long as the library does not load."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints a page of advice
            import weasyprint  # noqa: PLC0415 (needs Pango: only documents do)
            import weasyprint.text.fonts  # noqa: PLC0415
            import weasyprint.urls  # noqa: PLC0415
    except (OSError, ImportError, AttributeError) as problem:  # absent, or too old
        raise DocumentsUnavailableError(str(PANGO_IS_MISSING)) from problem
    # It warns of every property meant for screens.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    fetcher = _fetcher(weasyprint.urls)
    fonts = weasyprint.text.fonts.FontConfiguration()
    sources = (FONT_FACES, _static_file("css/print.css").read_text())
    stylesheets = tuple(
        weasyprint.CSS(
            string=source,
            base_url=HERE,
            url_fetcher=fetcher,
            font_config=fonts,
            media_type="print",
        )
        for source in sources
    )
    return Press(weasyprint, fetcher, fonts, stylesheets)


def _fetcher(urls: Any) -> Any:
    """An instance of a class that can only be written once the library is there."""

    class OurFilesOnly(urls.URLFetcher):  # type: ignore[misc] # untyped library
        """Static files, our fonts, inline images. Anything else stops the document.

        An ordinary exception would be swallowed, and the page silently lack its logo.
        """

        def __init__(self) -> None:
            super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            try:
                file = _file_behind(url)
            except (LookupError, ValueError, OSError, SuspiciousFileOperation) as problem:
                raise urls.FatalURLFetchingError(str(REFUSED) % {"url": url[:120]}) from problem
            return urls.URLFetcherResponse(url, file.read_bytes())

    return OurFilesOnly()


def _file_behind(url: str) -> Path:
    """The file of ours that ``url`` means; LookupError for any other."""
    if not url.startswith(HERE):
        raise LookupError(url)
    path = unquote(urlsplit(url).path)
    if path.startswith("/polices/"):
        package, name = FONTS[path.removeprefix("/polices/")]
        return _package_folder(package) / "files" / name
    if not path.startswith(settings.STATIC_URL):
        raise LookupError(url)
    return _static_file(path.removeprefix(settings.STATIC_URL))


def _static_file(name: str) -> Path:
    """Where a static file is: collected, or in its source folder. LookupError when nowhere."""
    try:
        collected = Path(staticfiles_storage.path(name))
        if collected.is_file():
            return collected
    except NotImplementedError:
        pass
    found = finders.find(name)
    if not found:
        raise LookupError(name)
    return Path(found)


def _package_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise LookupError(package)
    return Path(spec.origin).parent
