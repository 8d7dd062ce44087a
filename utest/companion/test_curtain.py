"""The calls of a program that logs into a machine behind a TinyPilot, as its documentation of the API lists them."""

import requests

from utest.companion.conftest import Client

_MODIFIERS = (
    "shiftLeft", "shiftRight", "altLeft", "altRight", "ctrlLeft", "ctrlRight", "metaLeft", "metaRight",
)  # fmt: skip


def test_it_authenticates_looks_presses_keys_and_pastes(client: Client) -> None:
    with requests.Session() as session:

        def call(method: str, path: str, body: object = None) -> requests.Response:
            return session.request(method, client.url + path, json=body, timeout=10)

        token = call("POST", "/api/v1/auth").json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        picture = call("GET", "/api/v1/screenshot")
        assert (picture.status_code, picture.content[:2]) == (200, b"\xff\xd8")
        none = dict.fromkeys(_MODIFIERS, False)
        assert call("POST", "/api/v1/keystroke", {"code": "KeyA", **none, "shiftLeft": True}).status_code == 200
        for language, text in (("en-US", "It's 5 #"), ("en-GB", "£ # ~"), ("de-DE", "Größe ^ ~")):
            pasted = call("POST", "/api/v1/paste", {"text": text, "language": language})
            assert (pasted.status_code, pasted.content) == (200, b"")
        refused = call("POST", "/api/v1/paste", {"text": "€", "language": "en-US"})
        assert refused.status_code == 400
        client.device.power_off()
        assert call("GET", "/api/v1/screenshot").status_code == 204


def test_a_refusal_is_not_taken_for_a_missing_license(client: Client) -> None:
    """It looks for this word in the answers 401 and 403."""
    for header in (None, "Bearer forgotten"):
        answer = client.get("/api/v1/screenshot", headers={"Authorization": header})
        assert answer.status_code in {401, 403}
        assert "license" not in answer.text.lower()
