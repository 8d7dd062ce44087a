"""User and password as servers ask for them: the examples of the standards."""

import re

import pytest

from TinyPilotLibrary.devices.power.web_login import Login

_MUFASA = Login("Mufasa", "Circle of Life")
# RFC 7616, 3.9.1: the server offers both.
_SHA = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
_MD5 = _SHA.replace("SHA-256", "MD5")


def _fields(header: str | None) -> dict[str, str]:
    assert header
    return {name: quoted or bare for name, quoted, bare in re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]+))', header)}


def test_the_response_is_that_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    # The client's nonce is random; the standard's example has this one.
    nonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    monkeypatch.setattr("secrets.token_hex", lambda _: nonce)
    for challenge, wanted in (
        (_SHA, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        (_MD5, "8ca523f5e9506fed4657c9700eebdbec"),
    ):
        fields = _fields(_MUFASA.answer(challenge, "GET", "/dir/index.html"))
        assert fields["response"] == wanted
        assert (fields["nc"], fields["qop"]) == ("00000001", "auth")


def test_digest_is_taken_where_there_is_a_choice() -> None:
    assert str(_MUFASA.answer(f'Basic realm="x", {_MD5}, {_SHA}', "GET", "/")).startswith("Digest ")
    assert "algorithm=SHA-256" in str(_MUFASA.answer(f"{_SHA}, {_MD5}", "GET", "/"))
    assert _MUFASA.answer('Basic realm="a, b"', "GET", "/") == "Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl"


def test_what_is_not_known_is_not_answered() -> None:
    for challenge in (
        "",
        'Bearer realm="x"',
        _SHA.replace("SHA-256", "SHA-512-256"),
        _SHA.replace("auth, auth-int", "auth-int"),
    ):
        assert _MUFASA.answer(challenge, "GET", "/") is None


def test_a_password_is_not_shown() -> None:
    assert "Circle" not in repr(_MUFASA)
