"""Typing with an eye on the screen, on the built-in computer with a clock that is moved by hand."""

from collections.abc import Callable, Iterable

import pytest

from TinyPilotLibrary.errors import InputError, NotOnScreen, WrongEcho
from TinyPilotLibrary.hid.keystroke_decoding import decode
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.hid.typed_text import typed_text
from TinyPilotLibrary.session.open_device import OpenDevice
from TinyPilotLibrary.session.typist import Typist
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.watching import Watcher
from utest.machine import HandClock, PolledDevice

_TIMEOUT = 5.0


class _LossyDevice(PolledDevice):
    """A way to the target on which the keystrokes with these numbers are lost, and those are pressed twice."""

    lost: frozenset[int] = frozenset()
    twice: frozenset[int] = frozenset()
    count = 0

    def __init__(self, hand: HandClock) -> None:
        super().__init__(hand)
        self.typed: list[Keystroke] = []

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        for keystroke in keystrokes:
            times = 0 if self.count in self.lost else 2 if self.count in self.twice else 1
            self.virtual.type([keystroke] * times)
            self.typed.append(keystroke)
            self.count += 1


Open = Callable[..., tuple[Typist, _LossyDevice]]


@pytest.fixture
def at_login() -> Open:
    """Opens a computer that asks for a user; what is typed is shown."""

    def opened(target: str = "us", layout: str = "us", at_once: int = 4) -> tuple[Typist, _LossyDevice]:
        hand = HandClock()
        device = _LossyDevice(hand)
        device.virtual.computer.layout = find_layout(target)
        hand.time += 10
        device.frame()
        item = OpenDevice("target", device, None, hand.clock)
        watcher = Watcher(item.screen, _TIMEOUT, 0.5, hand.clock)
        return Typist(item, watcher, ScreenReader().read, find_layout(layout), at_once), device

    return opened


def _shown(device: PolledDevice) -> str:
    rows = ScreenReader().read(device.frame()).text.split("\n")
    return (
        next(row for row in reversed(rows) if row.startswith("virtual login:")).removeprefix("virtual login:").strip()
    )


def _verify(typist: Typist, text: str, *, secret: bool = False) -> bool:
    return typist.type_verified(typed_text(text, typist.layout), 0.0, secret=secret)


def test_a_text_that_the_target_shows_is_typed_whole_and_once(at_login: Open) -> None:
    typist, device = at_login("de", "de")
    assert _verify(typist, "Prüf-Stand (3) für 99 % über zwölf Boxkämpfer und eine sehr lange Zeile, die umbricht")
    assert _shown(device).startswith("Prüf-Stand (3) für 99 %")


def test_lines_are_verified_before_they_are_given_in(at_login: Open) -> None:
    typist, device = at_login()
    with pytest.raises(WrongEcho, match=r"does not show what was typed\. .* 11 of 16 characters were typed"):
        _verify(typist, "tester\ntinypilot")
    assert device.pressed[:7] == ["KeyT", "KeyE", "KeyS", "KeyT", "KeyE", "KeyR", "Enter"]


def test_another_layout_is_told_by_the_first_wrong_character_and_no_more_is_typed(at_login: Open) -> None:
    typist, device = at_login("us", "de")
    with pytest.raises(WrongEcho) as raised:
        _verify(typist, "zebra-crossing\n")
    message = str(raised.value)
    assert "The target seems to be set to us: 'z' came as 'y'." in message
    assert (
        "shows 'yebr' for 'zebr', which is wrong from character 1 on. 4 of 15 characters were typed, each once."
        in message
    )
    assert _shown(device) == "yebr"


def test_other_letters_are_told_by_their_layout_too(at_login: Open) -> None:
    typist, _ = at_login("us", "ru", 20)
    with pytest.raises(WrongEcho, match="The target seems to be set to us: 'п' came as 'g'"):
        _verify(typist, "привет")


def test_a_lock_that_cannot_be_seen_is_told(at_login: Open) -> None:
    typist, device = at_login()
    device.virtual.type([Keystroke("CapsLock")])
    with pytest.raises(WrongEcho, match="Caps Lock seems to be on at the target: 'z' came as 'Z'"):
        _verify(typist, "zebra")


def test_a_key_that_was_lost_or_taken_twice_is_told(at_login: Open) -> None:
    typist, device = at_login()
    device.lost = frozenset({5})
    with pytest.raises(WrongEcho, match="A key was lost: 'f' after 'abcde' did not arrive"):
        _verify(typist, "abcdefgh")
    typist, device = at_login()
    device.twice = frozenset({2})
    with pytest.raises(WrongEcho, match="A key arrived twice: 'c'"):
        _verify(typist, "abcdefgh")


def test_nothing_of_a_secret_is_told(at_login: Open) -> None:
    typist, _ = at_login("us", "de")
    with pytest.raises(WrongEcho) as raised:
        _verify(typist, "zebra", secret=True)
    assert "seems to be set to us: character 1 came as a different one" in str(raised.value)
    assert "'" not in str(raised.value)


def test_a_slow_target_is_waited_for_after_every_part(at_login: Open) -> None:
    typist, device = at_login(at_once=5)
    typist.type_paced(typed_text("a text of some length", typist.layout), 0.0)
    assert _shown(device) == "a text of some length"
    # The frames between the parts, and not one for each key.
    assert 4 <= device.frames <= 15


def test_a_target_that_shows_nothing_ends_the_pace(at_login: Open) -> None:
    typist, device = at_login(at_once=5)
    device.lost = frozenset(range(100))
    with pytest.raises(
        NotOnScreen, match=r"5 of 12 characters were typed, each once\. The screen did not change within 5 s"
    ):
        typist.type_paced(typed_text("twelve chars", typist.layout), 0.0)


@pytest.mark.parametrize("target", ["us", "de", "fr", "de-ch", "gb", "cz"])
def test_the_layout_is_found_and_the_probe_is_taken_back(target: str, at_login: Open) -> None:
    typist, device = at_login(target)
    names, _ = typist.find_layouts([])
    assert target in names
    assert _shown(device) == ""
    assert "Enter" not in device.pressed


@pytest.mark.parametrize(("target", "among"), [("de", ["de"]), ("fr", ["fr"]), ("de", ["us", "de", "fr"]), ("us", [])])
def test_a_prompt_that_deletes_bytes_keeps_nothing_of_a_probe(target: str, among: list[str], at_login: Open) -> None:
    typist, device = at_login(target)
    assert target in typist.find_layouts([find_layout(name) for name in among])[0]
    # As agetty does: a user name of bytes, of which Backspace deletes one.
    name = bytearray()
    for keystroke in device.typed:
        if keystroke.code != "Backspace":
            name += decode(find_layout(target), [keystroke]).encode()
        elif name:
            name.pop()
    assert name == b""


def test_layouts_that_differ_in_other_letters_alone_are_told_apart(at_login: Open) -> None:
    among = [find_layout(name) for name in ("de", "de-ch", "at")]
    typist, device = at_login("de-ch")
    assert typist.find_layouts(among)[0] == ["de-ch"]
    assert _shown(device) == ""


def test_a_layout_is_looked_for_among_those_that_are_thought_of(at_login: Open) -> None:
    typist, _ = at_login("de")
    assert typist.find_layouts([find_layout("us"), find_layout("de")])[0] == ["de"]
    with pytest.raises(WrongEcho, match="which none of these layouts does: us, fr"):
        typist.find_layouts([find_layout("us"), find_layout("fr")])


def test_a_prompt_that_shows_nothing_tells_no_layout(at_login: Open) -> None:
    typist, device = at_login()
    device.virtual.type(find_layout("us").keystrokes("tester\n"))
    with pytest.raises(WrongEcho, match="does not show what is typed"):
        typist.find_layouts([])


def test_parts_have_a_character_at_least(at_login: Open) -> None:
    with pytest.raises(InputError, match=r"The argument 'every' must be at least 1, got 0"):
        at_login(at_once=0)
