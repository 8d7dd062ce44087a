"""The keyboard's keywords, as a suite uses them and as the target gets them."""

import pytest

from TinyPilotLibrary.devices.virtual.console import Login
from utest.conftest import Ran
from utest.keywords.conftest import Target


def test_keys_and_chords_arrive_in_order_as_often_as_asked(target: Target) -> None:
    target.passes("Press Keys    Down    Ctrl+Alt+F1    count=2    delay=1ms")
    assert target.pressed == ["ArrowDown", "ControlLeft", "AltLeft", "F1"] * 2
    assert target.computer.keyboard.down == set()


def test_a_chord_of_several_keys_is_down_as_a_whole(target: Target) -> None:
    target.passes("Press Keys    Ctrl+A+B")
    assert set(target.received[:3]) == {"+ControlLeft", "+KeyA", "+KeyB"}
    assert target.computer.keyboard.down == set()


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("Press Keys    A    Entr", "There is no key 'Entr'. Did you mean 'Enter'"),
        (
            "Press Keys    A    Ctrl    Alt    Delete",
            "Write keys that are held together as one chord: Ctrl+Alt+Delete.",
        ),
        ("Press Keys", "At least one key is required, for example 'Enter' or 'Ctrl+Alt+Delete'."),
        ("Press Keys    A    count=0", "The count must be at least 1, got 0."),
        ("Press Keys    A    delay=-1s", "The argument 'delay' must not be negative, got -1 s."),
        ("Press Keys    A    hold=-5s", "The argument 'hold' must not be negative, got -5 s."),
        ("Type Text    abc    delay=-10ms", "The argument 'delay' must not be negative, got -0.01 s."),
        ("Press Key Until Screen Contains    F2    nowhere.png    interval=0s", "'interval' must be greater than 0"),
        ("Press Key Until Screen Contains    F2    nowhere.png    timeout=-1s", "The timeout must not be negative"),
        ("Hold Keys", "At least one key is required, for example 'Shift' or 'Ctrl+Alt'."),
        ("Type Text    aß€", "cannot be typed with the keyboard layout 'us': 'ß', '€'. Nothing was typed."),
        (
            "Type Text    ü    unicode=alt",
            "does not have member 'alt'. Available: 'ALT_CODES', 'COMPOSE', 'CTRL_SHIFT_U' and",
        ),
        ("Type Text    Ω    unicode=alt-codes", "cannot be typed with the keyboard layout 'us': 'Ω'. Nothing"),
        ("Press Keys    A    €", "There is no key '€' on the keyboard layout 'us'. Layouts that have it: us-intl"),
        ("Type Text    abc    layout=tlhIngan", "The keyboard layout 'tlhIngan' is not supported. Supported: "),
        ("Press Key Until Screen Contains    Entr    press-f2.png", "There is no key 'Entr'. Did you mean 'Enter'"),
        ("Press Key Until Screen Contains    F2", "At least one locator is required, for example 'image:ok.png'."),
        ("Press Key Until Screen Contains    F2    missing.png", "There is no template 'missing.png' in"),
        ("Press Key Until Screen Contains    F2    nowhere.png    unless=missing.png", "no template 'missing.png'"),
    ],
)
def test_what_cannot_be_done_is_refused_before_the_first_key(target: Target, step: str, told: str) -> None:
    assert told in target.fails(step)
    assert target.received == []


def test_keys_are_held_until_they_are_released(target: Target) -> None:
    target.passes(
        "Hold Keys    Ctrl+Alt    A",
        "${leds} =    Get Keyboard Leds",
        "Release Keys    A",
        "Press Keys    B",
        "Release Keys",
        "Should Not Be True    ${leds.caps_lock}",
    )
    assert target.received[:6] == ["+ControlLeft", "+AltLeft", "+KeyA", "-KeyA", "+KeyB", "-KeyB"]
    assert target.computer.keyboard.down == set()


_NEXT = """
Next
    Press Keys    X
"""


def _warned(ran: Ran) -> list[str]:
    return [message.message for message in ran.result.errors.messages if message.level == "WARN"]


def test_what_a_failed_test_holds_is_released_before_the_next_with_a_warning(target: Target) -> None:
    ran = target.run("Hold Keys    Ctrl+Shift", "Press Mouse Button    RIGHT", "Fail    something else", more=_NEXT)
    assert set(target.received[:4]) == {"+ControlLeft", "+ShiftLeft", "-ShiftLeft", "-ControlLeft"}
    assert target.received[4:] == ["+KeyX", "-KeyX"]
    assert target.computer.pointer.buttons == 0
    [warned] = _warned(ran)
    assert "at the end of the test, and released: ControlLeft, ShiftLeft, the right mouse button." in warned
    assert "auto_release=manual" in warned


def test_what_a_test_has_released_is_no_matter_of_a_warning(target: Target) -> None:
    ran = target.passes("Hold Keys    Ctrl+Alt    A", "Release Keys    A", "Release Keys    Ctrl+Alt", more=_NEXT)
    assert not _warned(ran)
    ran = target.passes("Hold Keys    Ctrl+Alt", "Press Mouse Button", "Release Keys", more=_NEXT)
    assert not _warned(ran)


def test_keys_are_held_over_tests_on_purpose(target: Target) -> None:
    ran = target.passes("Hold Keys    Shift", options="auto_release=manual", more=_NEXT)
    assert target.received == ["+ShiftLeft", "+KeyX", "-KeyX", "-ShiftLeft"]
    assert not _warned(ran)


def test_text_is_typed_also_if_it_is_a_number(target: Target) -> None:
    target.passes("Type Text    aB1!\\n", "Type Text    ${42}", "Type Text    ${EMPTY}")
    assert target.pressed == [
        "KeyA", "ShiftLeft", "KeyB", "Digit1", "ShiftLeft", "Digit1", "Enter", "Digit4", "Digit2",
    ]  # fmt: skip


_SECRET = "\n*** Variables ***\n${PASSWORD: Secret}    %{TINYPILOT_TEST_PASSWORD=correct-horse}\n"


def test_a_secret_is_typed_and_is_in_no_file(target: Target) -> None:
    ran = target.passes("Type Text    ${PASSWORD}", "Take Screenshot", more=_SECRET, loglevel="TRACE")
    assert len(target.pressed) == len("correct-horse")
    texts = [path.read_text("utf-8") for path in ran.folder.rglob("*") if path.suffix in {".xml", ".html"}]
    assert len(texts) >= 2
    assert not any("correct-horse" in text for text in texts)
    assert "Typed a secret." in texts[0] + texts[1]


def test_text_is_typed_and_chords_are_pressed_as_the_targets_layout_has_them(target: Target) -> None:
    target.passes(
        "Type Text    z@    layout=German",
        "Set Keyboard Layout    fr",
        "Type Text    ê1",
        "Press Keys    Ctrl+A    Ctrl+KeyA",
        "Type Text    a    layout=us",
    )
    assert " ".join(target.pressed) == (
        "KeyY AltRight KeyQ BracketLeft KeyE ShiftLeft Digit1 ControlLeft KeyQ ControlLeft KeyA KeyA"
    )


def test_held_and_awaited_keys_are_those_of_the_layout_too(target: Target) -> None:
    target.passes(
        "Hold Keys    Z",
        "Release Keys    Z",
        "Press Key Until Screen Contains    Ctrl+Y    nowhere.png    press-f2.png",
        options="layout=de",
    )
    assert target.received == ["+KeyY", "-KeyY"]


@pytest.mark.integration
def test_text_is_read_back_from_the_screen_and_the_layout_is_found_at_a_prompt(target: Target) -> None:
    target.computer.begin(Login(target.computer))
    target.passes(
        "@{layouts} =    Find Keyboard Layout    us    de",
        "Should Be Equal    ${layouts}    ${{['us']}}",
        "Type Text    tester    verify=True",
        "Type Text    ${SPACE}and a long line    pace=screen    every=5",
    )
    message = target.fails("Type Text    zebra    layout=de    verify=yes")
    assert "The target seems to be set to us: 'z' came as 'y'." in message
    assert "The argument 'every' must be at least 1" in target.fails("Type Text    a    verify=yes    every=0")


def test_what_the_layout_lacks_is_typed_in_the_way_of_the_targets_system(target: Target) -> None:
    target.passes("Type Text    aß    unicode=alt-codes", "Type Text    ß    unicode=ctrl-shift-u")
    assert target.received[:12] == [
        "+KeyA", "-KeyA", "+AltLeft",
        "+Numpad0", "-Numpad0", "+Numpad2", "-Numpad2", "+Numpad2", "-Numpad2", "+Numpad3", "-Numpad3",
        "-AltLeft",
    ]  # fmt: skip
    assert target.pressed[-6:] == ["ControlLeft", "ShiftLeft", "KeyU", "KeyD", "KeyF", "Space"]


def test_a_secret_that_cannot_be_typed_tells_nothing_of_itself(target: Target) -> None:
    secret = _SECRET.replace("correct-horse", "Gänsefüßchen")
    ran = target.run("Type Text    ${PASSWORD}", more=secret, loglevel="TRACE")
    assert ran.message == "The secret has 3 characters that the keyboard layout 'us' cannot type. Nothing was typed."
    text = (ran.folder / "output.xml").read_text("utf-8")
    assert not any(part in text for part in ("Gänsefüßchen", "'ä'", "'ü'", "'ß'"))
    assert target.received == []


def test_a_key_is_pressed_until_the_screen_is_there(target: Target) -> None:
    target.passes(
        "${match} =    Press Key Until Screen Contains    F2    nowhere.png    entering.png    interval=50ms",
        "Should Be Equal    ${match.locator}    entering.png",
        "Press Key Until Screen Contains    F12    entering.png",
    )
    assert target.pressed == ["F2"]


def test_keys_that_the_cable_loses_fail_with_the_devices_own_sentence(target: Target) -> None:
    message = target.fails("Simulate Fault    cable unplugged    for_=1 min", "Press Keys    A")
    assert "could not access /dev/hidg0 (is cable connected?)" in message
    assert target.received == []
