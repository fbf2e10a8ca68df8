"""A charset that makes no sense in Content-Type is not believed, and never an error 500."""

import pytest
from django.test import Client
from django.urls import reverse

FORM = "application/x-www-form-urlencoded"
KINDS = [FORM, "multipart/form-data; boundary=x", "application/json"]
ODD = [
    *("charset=rot13", "charset=base64", "charset=idna", "charset=undefined", "charset=utf-16"),
    *("charset=utf-7", "charset=klingon", "charset=utf8", "charset=latin-1", "charset="),
    *("charset=\0", "charset*=utf-8''%00", "charset*=klingon''%ff", "charset*=rot13''a"),
    "x=" + "y" * 12_000,
]


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ODD)
def test_whatever_the_charset_a_form_is_read_as_utf_8(charset):
    address = reverse("account_login") + "?next=%C3%A9&a=%ff"
    for kind in KINDS:
        answer = Client().generic(
            "POST",
            address,
            "login=zo%C3%A9&password=x" if kind == FORM else b"--x--",
            content_type=f"{kind}; {charset}",
        )

        assert answer.status_code < 500
        if kind == FORM:
            assert "zoé" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["name*=klingon''login", "name*=rot13''a", "name*=''"])
def test_a_part_of_a_form_in_no_encoding_is_a_bad_request_at_most(name):
    body = f"--x\r\nContent-Disposition: form-data; {name}\r\n\r\nzoé\r\n--x--\r\n"

    answer = Client().generic(
        "POST",
        reverse("account_login"),
        body.encode(),
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code in (200, 400)
