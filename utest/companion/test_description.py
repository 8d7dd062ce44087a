"""The OpenAPI description is complete; that it is true is checked with every answer in the tests beside this one."""

from utest.companion.conftest import Client

_PUBLIC = {("post", "/api/v1/auth"), ("get", "/api/v1/state")}


def test_every_call_is_described(client: Client) -> None:
    assert client.description.operations() == {
        ("post", "/api/v1/auth"),
        ("get", "/api/v1/screenshot"),
        ("post", "/api/v1/keystroke"),
        ("post", "/api/v1/mouseEvent"),
        ("post", "/api/v1/paste"),
        ("get", "/api/v1/state"),
        ("get", "/api/companion/v1/abilities"),
        ("get", "/api/companion/v1/frame"),
        ("get", "/api/companion/v1/screen"),
        ("post", "/api/companion/v1/keystrokes"),
        ("post", "/api/companion/v1/paste"),
        ("get", "/api/companion/v1/pastes"),
        ("post", "/api/companion/v1/mouseEvents"),
        ("post", "/api/companion/v1/keys/down"),
        ("post", "/api/companion/v1/keys/up"),
        ("post", "/api/companion/v1/release"),
        ("post", "/api/companion/v1/power"),
        ("get", "/api/companion/v1/power"),
        ("get", "/api/companion/v1/leds"),
        ("post", "/api/companion/v1/faults"),
        ("get", "/api/companion/v1/media"),
        ("post", "/api/companion/v1/media"),
        ("post", "/api/companion/v1/media/eject"),
        ("post", "/api/companion/v1/images"),
        ("put", "/api/companion/v1/images"),
        ("post", "/api/companion/v1/boot"),
        ("get", "/api/companion/v1/lease"),
        ("post", "/api/companion/v1/lease"),
        ("post", "/api/companion/v1/lease/end"),
    }


def test_it_says_what_needs_authorization_and_that_is_so(client: Client) -> None:
    for method, path in client.description.operations():
        operation = client.description.content["paths"][path][method]
        assert bool(operation.get("security")) is ((method, path) not in _PUBLIC), path
        answer = client.session.request(method, client.url + path, headers={"Authorization": None}, timeout=30)
        assert (answer.status_code == 401) is ((method, path) not in _PUBLIC), path
    [scheme] = client.description.content["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


def test_every_operation_has_a_summary_and_every_answer_a_description(client: Client) -> None:
    for method, path in client.description.operations():
        operation = client.description.content["paths"][path][method]
        assert operation["summary"]
        assert all(answer["description"] for answer in operation["responses"].values())
        assert "422" not in operation["responses"]


def test_the_bodies_of_requests_are_described_as_they_are_checked(client: Client) -> None:
    schemas = client.description.content["components"]["schemas"]
    keystroke, event = schemas["KeystrokeRequest"], schemas["MouseEventRequest"]
    assert keystroke["required"] == ["code"]
    assert len(keystroke["properties"]) == 9
    assert event["required"] == list(event["properties"])
    buttons, place = event["properties"]["buttons"], event["properties"]["relativeX"]
    assert (buttons["type"], buttons["minimum"], buttons["maximum"]) == ("integer", 0, 31)
    assert (place["type"], place["minimum"], place["maximum"]) == ("number", 0.0, 1.0)
