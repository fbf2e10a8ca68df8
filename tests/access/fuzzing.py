"""Requests that no browser makes: each parameter and field of each page, with odd values.

Nothing lists the fields: while a page answers, what it reads of its query and of its form is noted,
and asked again with worse. The same seed makes the same requests.
"""

from __future__ import annotations

import random
import sys
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, urlencode

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import NoReverseMatch, reverse
from django.utils.datastructures import MultiValueDict
from lxml import html

from tests.access.actors import ANONYMOUS, EVERYBODY
from tests.access.cases import Case
from tests.access.conftest import signed_in
from tests.access.table import TABLE

A_DAY = ["0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "10000-01-01", "01/01/0001"]
OTHER_DAYS = ["31/12/9999", "31/12/99", "2026-11-17T25:61", "0001-01-01T00:00", "9999-12-31T23:59"]
WEEKS = ["0001-W01", "9999-W53", "2026-W54", "W", "-2026-11-17", "+2026-11-17", "２０２６-11-17"]
CLOCKS = ["24:00", "99:99", "00:00:00.0000001", "7 h", "23:59:59.9999999"]
NUMBERS = ["0", "-1", "1e400", "NaN", "-inf", "0x10", "²", "١٢", "1_000", "12,5/20", "-0", "1e-400"]
GIANTS = [
    str(2**31),
    str(2**63),
    "9" * 400,
    "-" + "9" * 30,
    "0." + "0" * 400 + "1",
    "1" + "0" * 5000,
]
TEXTS = [
    *("", " ", "\0", "a\0b", "\x1a", "\ufeff", "\u202egnitirw", "\ud7ff", "\U0010ffff", "\x85"),
    *("<script>alert(1)</script>", "{{ 7*7 }}", "%s%n%(x)s", "' OR 1=1 --", "\\", "\r\n\r\nX: y"),
    *(
        "../../etc/passwd",
        "=1+1",
        "\u0130\u0131",
        "👩‍👧‍👦" * 5,
        "é" * 5000,
        "a b\tc\nd",
        "null",
        "[]",
    ),
    *("{}", "true", "on", "None", "//example.org", "javascript:alert(1)", "http://[", "https://"),
    *(
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "a@b",
        "a" * 300,
    ),
    *(
        "a@" + "b" * 300 + ".org",
        "@",
        "é@é.é",
        "a\n@b.org",
        "%00",
        "%ED%A0%80",
        "#",
        "?",
        "&=",
        "~:~",
    ),
]
LONGEST_NAME = 60
VALUES = [*A_DAY, *OTHER_DAYS, *WEEKS, *CLOCKS, *NUMBERS, *GIANTS, *TEXTS]
TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=idna",
    "application/x-www-form-urlencoded; charset=klingon",
    "application/x-www-form-urlencoded; charset=rot13",
    "application/x-www-form-urlencoded; charset=base64",
    "application/x-www-form-urlencoded; charset=undefined",
    "application/x-www-form-urlencoded; charset=\xe9",
    "application/x-www-form-urlencoded; charset=",
    "application/x-www-form-urlencoded; charset=" + "a" * 2000,
    "application/x-www-form-urlencoded; charset*=utf-8''klingon",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=é",
    "multipart/form-data; boundary=" + "x" * 300,
    "multipart/form-data; charset=klingon; boundary=" + BOUNDARY,
    "multipart/form-data; charset=utf-16; boundary=" + BOUNDARY,
    "multipart/form-data; charset=rot13; boundary=" + BOUNDARY,
    "application/json",
    "text/plain; charset=\xff",
    "",
    ";",
]
FILES = [
    ("a.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:00010101T000000Z\r\nEND:VEVENT"),
    ("a\0.pdf", b"%PDF-1.4\n\0"),
    ("..\\..\\a.zip", b"PK\x03\x04" + bytes(range(256))),
    ("a.xlsx", b"PK\x05\x06" + b"\0" * 18),
    ("é.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff"),
    ("a.jpg", b"\xff\xd8\xff\xe1\xff\xffExif\0\0MM\0*"),
    ("a.csv", "Nom;Note\0\nDiallo;\x1a".encode("utf-16")),
    ("", b""),
    ("a" * 300 + ".xml", b"<?xml version='1.0' encoding='rot13'?><BEE_ELEVES/>"),
]
HEADERS: list[dict[str, str]] = [
    {},
    {},
    {},
    {"HTTP_HX_REQUEST": "true"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://["},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "\0", "HTTP_HX_PROMPT": "%ff"},
    {"HTTP_ACCEPT_LANGUAGE": "zz-" + "x" * 600},
    {"HTTP_IF_MODIFIED_SINCE": "Mon, 01 Jan 0001 00:00:00 GMT", "HTTP_IF_NONE_MATCH": '"'},
    {"HTTP_RANGE": "bytes=9-1", "HTTP_REFERER": "http://[", "HTTP_ACCEPT": "*/*;q=é"},
    {"HTTP_X_FORWARDED_FOR": "\0, 999.1.1.1", "HTTP_COOKIE": "messages=\xff; sessionid=\0"},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=x", "HTTP_ORIGIN": "null", "HTTP_USER_AGENT": ""},
]


class Fuzz:
    """``faults`` counts the errors 500 by kind; ``asked`` the requests."""

    def __init__(self, world: Any, seed: str) -> None:
        self.world, self.random = world, random.Random(seed)
        self.faults: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self.asked: Counter[int] = Counter()
        self.read: dict[str, set[str]] = defaultdict(set)
        self.forms: dict[tuple[str, str], list[dict[str, list[str]]]] = {}
        self.cases = list(TABLE.values())
        self._route = ""
        self._raised = ""

    def run(self, requests: int, *, each: int = 30) -> None:
        with self._listening():
            while sum(self.asked.values()) < requests:
                # Limits are counted in the cache: what is looked for lies behind them.
                cache.clear()
                actor = self.random.choice(EVERYBODY)
                with signed_in(self.world, actor) as client:
                    client.raise_request_exception = False
                    for __ in range(each):
                        self.step(client, actor)

    def step(self, client: Client, actor: str) -> None:
        case = self._case(actor)
        self._route = case.route
        url = self._url(case)
        if self.random.random() < 0.45:
            self._get(client, actor, case, url)
        else:
            self._post(client, actor, case, url)

    def _get(self, client: Client, actor: str, case: Case, url: str) -> None:
        query = dict(case.query(self.world))
        if (actor, case.route) in self.forms or self.random.random() < 0.7:
            query |= self._worse(query, self.random.randint(1, 3))
        response = self._send(client, "GET", url, query=query)
        is_page = response is not None and response.status_code == 200
        if is_page and "text/html" in response.headers.get("Content-Type", ""):
            self.forms.setdefault((actor, case.route), _forms_of(response.getvalue()))

    def _post(self, client: Client, actor: str, case: Case, url: str) -> None:
        fields: dict[str, Any] = dict(case.data(self.world))
        forms = self.forms.get((actor, case.route), [])
        if forms and self.random.random() < 0.7:
            fields |= self.random.choice(forms)
        fields |= self._worse(fields, self.random.randint(0, 3))
        query = dict(case.query(self.world))
        roll = self.random.random()
        if roll < 0.55:
            body, kind = urlencode(fields, doseq=True).encode(), TYPES[0]
        elif roll < 0.8:
            kind = MULTIPART_CONTENT
            body = encode_multipart(BOUNDARY, fields | self._files())
        else:
            kind = self.random.choice(TYPES)
            body = self.random.choice(
                [
                    urlencode(fields, doseq=True).encode(),
                    encode_multipart(BOUNDARY, fields),
                    b"\xff\xfe%ff=%00&%=&&==",
                    b"",
                ]
            )
        self._send(client, "POST", url, query=query, body=body, kind=kind)

    def _send(
        self,
        client: Client,
        method: str,
        url: str,
        *,
        query: dict[str, Any],
        body: bytes = b"",
        kind: str = "",
    ) -> Any:
        self._raised = ""
        cookies = client.cookies.copy()
        headers = self.random.choice(HEADERS)
        target = url + (f"?{urlencode(query, doseq=True)}" if query else "")
        if self.random.random() < 0.02:
            target = (
                url + "?" + self.random.choice(["%ff=%ff", "a=%00&a=%00", "%", "=&&;", "a[]=1"])
            )
        response = None
        with transaction.atomic():
            try:
                response = client.generic(method, target, body, content_type=kind, **headers)
                status = response.status_code
                if response.streaming:
                    b"".join(response.streaming_content)
                if method == "POST" and status < 400:
                    connection.check_constraints()  # what the end of the request would refuse
            except Exception as error:  # whatever it is, that is what is counted
                status, self._raised = 500, self._raised or _kind_of(error)
            transaction.set_rollback(True)
        client.cookies = cookies
        self.asked[status] += 1
        if status >= 500 and status != 503:
            fault = self._raised or f"{status} {self._route}"
            self.faults[fault] += 1
            said = f"{method} {target[:300]} {kind[:80]} {headers} {body[:600]!r}"
            self.examples.setdefault(fault, said)
        return response

    def _case(self, actor: str) -> Case:
        """Three times in four a page that this person has: the others are soon answered."""
        case = self.random.choice(self.cases)
        for __ in range(6):
            answers = {case.expected(method, actor).status for method in ("GET", "POST")}
            if actor == ANONYMOUS or answers & {200, 302} or self.random.random() < 0.25:
                break
            case = self.random.choice(self.cases)
        return case

    def _url(self, case: Case) -> str:
        arguments = dict(case.arguments(self.world))
        if arguments and self.random.random() < 0.15:
            name = self.random.choice(sorted(arguments))
            try:
                return reverse(case.route, kwargs=arguments | {name: self._value()})
            except (NoReverseMatch, ValueError, AttributeError, TypeError):
                # What the address would not write may still be typed.
                real = str(arguments[name])
                url = reverse(case.route, kwargs=arguments)
                return url.replace(quote(real), quote(self._value()[:2000])) or url
        return reverse(case.route, kwargs=arguments)

    def _worse(self, known: dict[str, Any], times: int) -> dict[str, Any]:
        names = sorted({*known, *self.read[self._route]} - {"csrfmiddlewaretoken"})
        if not names:
            return {}
        worse: dict[str, Any] = {}
        for __ in range(times):
            name = self.random.choice(names)
            value = self._value()
            worse[name] = [value, self._value()] if self.random.random() < 0.1 else value
        return worse

    def _value(self) -> str:
        value = self.random.choice(VALUES)
        if self.random.random() < 0.1:
            value += self.random.choice(TEXTS)
        return value

    def _files(self) -> dict[str, Any]:
        names = sorted(self.read[self._route] | {"file"})
        chosen = self.random.sample(names, min(len(names), 2))
        return {
            name: SimpleUploadedFile("x", b"")
            if self.random.random() < 0.2
            else _file(*self.random.choice(FILES))
            for name in chosen
            if "csrf" not in name
        }

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Note what each page reads, and what it breaks on."""

        def noted(method: Callable[..., Any]) -> Callable[..., Any]:
            def reading(data: Any, key: Any, *args: Any, **kwargs: Any) -> Any:
                is_sent = not data or isinstance(data, QueryDict)  # not a table of addresses
                if is_sent and isinstance(key, str) and len(key) < LONGEST_NAME:
                    self.read[self._route].add(key)
                return method(data, key, *args, **kwargs)

            return reading

        def broken(**kwargs: Any) -> None:
            self._raised = _kind_of(_exception())

        got_request_exception.connect(broken)
        names = ("get", "getlist", "__getitem__")
        patches = [
            patch.object(MultiValueDict, name, noted(getattr(MultiValueDict, name)))
            for name in names
        ]
        try:
            for one in patches:
                one.start()
            yield
        finally:
            for one in patches:
                one.stop()
            got_request_exception.disconnect(broken)


def _exception() -> BaseException:
    return sys.exc_info()[1] or RuntimeError("no exception")


def _kind_of(error: BaseException) -> str:
    """Its class, and the last line of ours that it went through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "/apps/" in one.filename or "/coeduc/" in one.filename]
    last = (ours or frames or [None])[-1]
    where = f"{last.filename.split('/work/')[-1]}:{last.lineno}" if last else "?"
    return f"{type(error).__name__} {where} {str(error)[:90]!r}"


def _file(name: str, content: bytes) -> Any:
    found = SimpleUploadedFile("x", content)
    found._name = name
    return found


def _forms_of(content: bytes) -> list[dict[str, list[str]]]:
    try:
        page = html.document_fromstring(content)
    except (ValueError, html.etree.ParserError):
        return []
    found = []
    for form in page.forms:
        fields: dict[str, list[str]] = {}
        for name, value in form.form_values():
            fields.setdefault(name, []).append(value)
        fields.pop("csrfmiddlewaretoken", None)
        found.append(fields)
    return found
