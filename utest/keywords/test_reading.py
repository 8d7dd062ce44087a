"""Text on the screen, as a suite asks for it: the virtual computer's power-on test is a character screen."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from TinyPilotLibrary.devices.virtual import VirtualDevice
from TinyPilotLibrary.devices.virtual.firmware import BootMenu
from TinyPilotLibrary.devices.virtual.setup import Setup
from TinyPilotLibrary.vision.frame import Frame
from utest.keywords.conftest import Target
from utest.text.ocr.pages import page

_STEP = "Wait Until Screen Contains    "


def test_a_text_is_waited_for(target: Target) -> None:
    ran = target.passes(
        "${match} =    Wait Until Screen Contains    nowhere.png    text:Press F2    unless=text:Panic",
        "Should Be Equal    ${match.locator}    text:Press F2",
        "Should Be Equal    ${match.text}    Press F2",
        "Should Be Equal As Integers    ${match.region.width}    72",
    )
    assert not ran.result.suite.tests[0].message


def test_a_text_that_must_not_appear_ends_the_wait(target: Target) -> None:
    told = target.fails("Wait Until Screen Contains    nowhere.png    unless=re:VIRTUAL\\\\s+DISK    timeout=1 h")
    assert told.startswith("While waiting for 'nowhere.png', 're:VIRTUAL\\s+DISK' at ")


def test_a_text_that_goes_is_waited_for(target: Target) -> None:
    target.passes(
        "Press Keys    F2",
        "Wait Until Screen Does Not Contain    text:Press F2",
        "Screen Should Not Contain    text:Press F2",
        "Screen Should Contain    text:Entering",
    )


def test_a_key_is_pressed_until_a_text_is_there(target: Target) -> None:
    target.passes("Press Key Until Screen Contains    F2    text:Entering")
    assert target.pressed == ["F2"]


def test_places_of_texts_are_got_and_counted(target: Target) -> None:
    target.passes(
        r"@{found} =    Get Matches    re:\\d+ KB OK",
        "Length Should Be    ${found}    1",
        r"${count} =    Get Match Count    text:V    region=0,0,720,400",
        "Should Be Equal As Integers    ${count}    2",
        "${match} =    Get Match    text:memory TEST    ignore_case=True",
        "Should Be Equal    ${match.text}    Memory test",
        "Screen Should Contain    text:Memori test    similarity=0.9",
        "Screen Should Not Contain    text:Memori test",
    )


def test_a_text_may_have_to_be_a_whole_row(target: Target) -> None:
    target.passes("Wait Until Screen Contains    text:VirtualBIOS 1.0    exact=row")
    told = target.fails("Screen Should Contain    text:VirtualBIOS    exact=row")
    assert "'text:VirtualBIOS' as a whole row: text read (cells), closest line first:" in told


def test_the_state_of_a_text_is_got_and_looked_for(target: Target) -> None:
    target.computer.begin(BootMenu(target.computer))
    target.passes(
        "Press Keys    Down",
        "Wait Until Screen Contains    text:Network    state=selected",
        "${states} =    Get Text State    text:Network    exact=row",
        "Should Contain    ${states}    selected",
        "Screen Should Not Contain    text:Hard Disk    state=selected",
    )
    told = target.fails("Screen Should Contain    text:Hard Disk    state=selected")
    assert "'text:Hard Disk': found at " in told
    assert told.endswith(", but not selected.")


def test_a_text_from_cells_is_exact(target: Target) -> None:
    target.passes(
        "Screen Should Contain    text:KB OK",
        "Screen Should Not Contain    text:KB 0K",
        "Screen Should Not Contain    text:V1RTUAL",
        "Screen Should Contain    text:VIRTUAL",
    )


def test_a_click_goes_to_the_middle_of_the_words(target: Target) -> None:
    target.passes("${match} =    Get Match    text:F2", "Click    ${match}", "Click    text:F2")
    target.passes("Click    text:press f2    ignore_case=True", "Move Mouse To    text:Prass F2    similarity=0.8")
    assert "'text:press f2' did not appear" in target.fails("Click    text:press f2    timeout=0s")


def test_the_screens_text_is_got_as_it_stands(target: Target) -> None:
    ran = target.passes(
        "${text} =    Get Screen Text",
        r"Should Match Regexp    ${text}    (?m)^Memory test:\\s+\\d+ KB OK$",
        "${part} =    Get Screen Text    region=0,384,81,16",
        "Should Be Equal    ${part}    Press F2",
        "Log    ${text}",
    )
    assert not ran.result.suite.tests[0].message


def test_the_selected_row_is_got(target: Target) -> None:
    target.computer.begin(BootMenu(target.computer))
    target.passes(
        "Press Keys    Down",
        "Wait Until Screen Changes",
        "${row} =    Get Selected Text",
        "Should Be Equal    ${row}    Network",
    )


@pytest.mark.parametrize(
    ("keys", "selected"),
    [
        ("F10", "Yes"),
        ("F10    Right", "No"),
        ("Down    Escape", "Yes"),
        ("Down", "Wake on LAN                 [Disabled]"),
    ],
)
def test_with_an_open_dialog_its_button_is_selected_and_not_the_row_behind_it(
    target: Target, keys: str, selected: str
) -> None:
    target.computer.begin(Setup(target.computer))
    ran = target.passes(f"Press Keys    Right    {keys}", "${row} =    Get Selected Text", "Log    <${row}>")
    assert f"<{selected.split(maxsplit=1)[0]}" in (ran.folder / "output.xml").read_text("utf-8").replace("&lt;", "<")


def test_that_no_row_is_selected_is_told(target: Target) -> None:
    told = target.fails("Get Selected Text")
    assert told.startswith("No row looks selected. If the list is still to come, wait for it first.")
    assert "Memory test" in told.split("Text read (cells):")[1]


def test_a_miss_shows_what_was_read_the_nearest_line_first(target: Target) -> None:
    told = target.fails("Wait Until Screen Contains    text:Memory tost    timeout=0s")
    nearest = told.split("closest line first:\n")[1].splitlines()[0]
    assert nearest.startswith("    Memory t\u00abe\u00bbst:")


def test_the_log_shows_what_was_read_with_the_difference_marked(target: Target) -> None:
    ran = target.run("Wait Until Screen Contains    text:Memory tost    timeout=0s")
    assert "Memory t&lt;mark&gt;e&lt;/mark&gt;st:" in (ran.folder / "output.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (f"{_STEP}re:(open", "'re:(open' is not a valid regular expression"),
        (f"{_STEP}text:a    similarity=2", "The similarity must be above 0.0 and at most 1.0, got 2.0."),
        (f"{_STEP}text:", "The locator 'text:' is empty"),
        ("Get Screen Text    region=0,0,9000,10", "is not wholly on the screen"),
    ],
)
def test_what_cannot_be_read_is_told(target: Target, step: str, told: str) -> None:
    assert told in target.fails(step)


def test_that_a_text_is_not_there_is_not_said_of_a_screen_that_cannot_be_read(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = page({(40, 40): "Panic"})
    monkeypatch.setattr(VirtualDevice, "frame", lambda device: frame)
    monkeypatch.setattr(VirtualDevice, "next_frame", lambda device, after, timeout: frame)
    told = target.fails("Screen Should Not Contain    text:Panic", options="ocr=none")
    assert told.startswith("Could not tell whether it is there. 'text:Panic': the screen is not made of")
    told = target.fails("Wait Until Screen Does Not Contain    text:Panic    timeout=0.1s", options="ocr=none")
    assert "OCR is switched off" in told
    assert "but should not" in target.fails("Screen Should Not Contain    text:Panic")


def test_that_a_forbidden_text_cannot_be_looked_for_is_told_where_the_wanted_picture_is(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = page({(40, 40): "Panic", (400, 300): "Nobody reads this"})
    monkeypatch.setattr(VirtualDevice, "frame", lambda device: frame)
    with Image.open(BytesIO(frame.data)) as picture:
        picture.crop((390, 290, 600, 330)).save(tmp_path / "prompt.png")
    ran = target.passes("Wait Until Screen Contains    prompt.png    unless=text:Panic", options="ocr=none")
    [warning] = [message.message for message in ran.result.errors if message.level == "WARN"]
    assert warning.startswith("Not ruled out in every frame (unless=): 'text:Panic': ")
    told = target.fails("Wait Until Screen Contains    prompt.png    unless=text:Panic    timeout=30s")
    assert told.startswith("While waiting for 'prompt.png', 'text:Panic' at ")


def test_that_a_forbidden_text_cannot_be_looked_for_is_told(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "Not ruled out in every frame (unless=): 'text:Panic': the screen is not made of character cells"
    graphical, frames = page({(40, 40): "Panic"}), iter(range(1000))

    def frame(device: VirtualDevice) -> Frame:
        return graphical if next(frames) < 2 else read(device)

    with monkeypatch.context() as patch:
        patch.setattr(VirtualDevice, "frame", lambda device: graphical)
        patch.setattr(VirtualDevice, "next_frame", lambda device, after, timeout: graphical)
        wait = "Wait Until Screen Contains    nowhere.png    unless=text:Panic"
        assert told in target.fails(f"{wait}    timeout=0.1s", options="ocr=none")
        # However long the first reading takes on a busy machine.
        assert "which is forbidden" in target.fails(f"{wait}    timeout=30s")
    read = VirtualDevice.frame
    monkeypatch.setattr(VirtualDevice, "frame", frame)
    monkeypatch.setattr(VirtualDevice, "next_frame", lambda device, after, timeout: frame(device))
    ran = target.passes("Wait Until Screen Contains    press-f2.png    unless=text:Panic", options="ocr=none")
    [warning] = [message.message for message in ran.result.errors if message.level == "WARN"]
    assert warning.startswith(told)
