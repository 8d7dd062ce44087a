"""Dialogs as they are read: of newt, dialog and bsddialog, with the grounds that their themes have."""

import re

import pytest

from TinyPilotLibrary.errors import NotOnScreen
from TinyPilotLibrary.flows.dialog_helpers import DialogHelpers
from TinyPilotLibrary.flows.dialog_reading import read_dialog
from TinyPilotLibrary.flows.dialogs import Dialog, DialogEntry, DialogField
from TinyPilotLibrary.text.cells import TextRun
from TinyPilotLibrary.text.screen_line import ScreenLine
from TinyPilotLibrary.vision.geometry import Region

_GREY, _RED, _BLUE = "#a8a8a8", "#a80000", "#0000a8"
# What stands between such signs is on another ground: {red} ^blue^.
_COLOURED = re.compile(r"\{([^}]*)\}|\^([^^]*)\^|([^{^]+)")


def _lines(drawn: str) -> list[ScreenLine]:
    """A screen as it is drawn, without the rows that have no text."""
    lines = []
    for number, row in enumerate(drawn.splitlines()):
        column, parts = 0, []
        for red, blue, plain in _COLOURED.findall(row):
            text, ground = (red, _RED) if red else (blue, _BLUE) if blue else (plain, _GREY)
            parts.append(TextRun(text, column, "#000000", ground))
            column += len(text)
        if column:
            lines.append(
                ScreenLine("".join(p.text for p in parts), Region(0, 16 * number, 8 * column, 16), tuple(parts))
            )
    return lines


_NEWT_MENU = """

    ┌──────┤ Pick one ├──────┐
    │ Which disk do you want │
    │ to use?                │
    │                        │
    │    {sda First disk } ↑   │
    │    sdb Second disk ▒   │
    │    sdc Third       ↓   │
    │                        │
    │   <Ok>      <Cancel>   │
    │                        │
    └────────────────────────┘
"""

_GAUGE = """
    ┌──┤ Waiting for an address ├──┐
    │                              │
    │ {      }^      16%             ^ │
    │                              │
    │   ^<Cancel>^                   │
    │                              │
    └──────────────────────────────┘
"""

_KEYMAP = """
      ┌─┤ [!!] Configure the keyboard ├─┐
      │                                 │
      │ Keymap to use:                  │
      │                                 │
      │      {German  } ↑                 │
      │      Greek    ↓                 │
      │                                 │
      │     <Go Back>                   │
      │                                 │
      └─────────────────────────────────┘
"""

_NEWT_CHECKS = """
    ┌──────────┤ Parts ├──────────┐
    │ Which?                      │
    │                             │
    │  ^[*] ssh  SSH server ^ ↑     │
    │  ^[^{ }^] web  Web server ^       │
    │  ^[ ] x    X          ^ ↓     │
    │                             │
    │     <Ok>        <Cancel>    │
    └─────────────────────────────┘
"""

_DIALOG_RADIO = """
 ┌────────────Parts───────────┐
 │ Which?                     │
 │ ┌────────────────────────┐ │
 │ │ (*) ssh  SSH server    │ │
 │ │ ^( )^ ^web^  ^Web server^    │ │
 │ └────v(+)────────────────┘ │
 ├────────────────────────────┤
 │    ^<  OK  >^   <Cancel>     │
 └────────────────────────────┘
"""

_BSD = """
 ┌──────────Keymap──────────┐
 │ Which one?               │
 │ ┌──────────────────────┐ │
 │ │ [X] us  ^English^      │ │
 │ │ [ ] de  German       │ │
 │ └──────────────────────┘ │
 ├──────────────────────────┤
 │   [  OK  ]    ^[Cancel]^   │
 └──────────────────────────┘
"""

_ASCII = """
 +---------Sure---------+
 | All data will be     |
 | lost. Go on?         |
 +----------------------+
 |  ^< Yes >^   < No  >   |
 +----------------------+
"""

_FRAMED = """
 ┌───────┤ Sure ├───────┐
 │ Go on?               │
 │                      │
 │  {┌─────┐}   {┌────┐}    │
 │  {│} Yes {│}   {│ No │}    │
 │  {└─────┘}   {└────┘}    │
 │                      │
 └──────────────────────┘
"""

_FORM = """
 ┌────────────Net───────────┐
 │ Say the addresses        │
 │ ┌──────────────────────┐ │
 │ │Address: {10.0.0.1    } │ │
 │ │Gateway: ^            ^ │ │
 │ └──────────────────────┘ │
 ├──────────────────────────┤
 │   <  OK  >    <Cancel>   │
 └──────────────────────────┘
"""

_INPUT = """
    ┌────────┤ Name ├────────┐
    │ Hostname               │
    │                        │
    │ ^grml__________________^ │
    │                        │
    │   <Ok>      <Cancel>   │
    └────────────────────────┘
"""

_HIDDEN = """
 ┌──────────────────────────┐
 │ Password                 │
 │ ┌──────────────────────┐ │
 │ │^\ufffd^                     │ │
 │ └──────────────────────┘ │
 ├──────────────────────────┤
 │   ^<  OK  >^    <Cancel>   │
 └──────────────────────────┘
"""


def _dialog(drawn: str) -> Dialog:
    return read_dialog(_lines(drawn))


def test_a_menu_of_newt_is_the_rows_around_the_one_that_is_lit() -> None:
    dialog = _dialog(_NEWT_MENU)
    assert (dialog.title, dialog.text) == ("Pick one", "Which disk do you want to use?")
    assert [entry.text for entry in dialog.entries] == ["sda First disk", "sdb Second disk", "sdc Third"]
    assert dialog.selected == dialog.entries[0]
    assert (dialog.buttons, dialog.focus, dialog.has_keys_at_list) == (("Ok", "Cancel"), "", False)
    assert dialog.asks("disk do you want to use?")
    assert not dialog.asks("disk do you want to lose?")


@pytest.mark.parametrize("wanted", ["sdb", "Second disk", "sdb  Second disk", "text:sdb"])
def test_an_entry_is_named_in_full_or_by_a_column(wanted: str) -> None:
    found = _dialog(_NEWT_MENU).entry(wanted)
    assert found
    assert found.text == "sdb Second disk"


@pytest.mark.parametrize("wanted", ["disk", "sd", "Second", "sdx"])
def test_a_part_of_a_column_names_no_entry(wanted: str) -> None:
    assert _dialog(_NEWT_MENU).entry(wanted) is None


def test_the_box_that_is_lit_alone_is_the_one_that_newt_has_selected() -> None:
    dialog = _dialog(_NEWT_CHECKS)
    assert [(entry.text, entry.is_ticked, entry.is_selected) for entry in dialog.entries] == [
        ("ssh  SSH server", True, False),
        ("web  Web server", False, True),
        ("x    X", False, False),
    ]
    assert not any(entry.is_radio for entry in dialog.entries)


def test_a_radio_list_in_a_frame_that_says_that_it_goes_on() -> None:
    dialog = _dialog(_DIALOG_RADIO)
    assert [(entry.text, entry.is_ticked, entry.is_radio) for entry in dialog.entries] == [
        ("ssh  SSH server", True, True),
        ("web  Web server", False, True),
    ]
    assert dialog.selected == dialog.entries[1]
    assert (dialog.focus, dialog.has_keys_at_list) == ("OK", True)


def test_buttons_in_square_brackets_and_boxes_in_them_are_told_apart() -> None:
    dialog = _dialog(_BSD)
    assert (dialog.buttons, dialog.focus) == (("OK", "Cancel"), "Cancel")
    assert [entry.is_ticked for entry in dialog.entries] == [True, False]


@pytest.mark.parametrize("drawn", [_ASCII, _FRAMED], ids=["ascii", "framed"])
def test_a_question_has_buttons_one_of_which_has_the_focus(drawn: str) -> None:
    dialog = _dialog(drawn)
    assert (dialog.title, dialog.buttons, dialog.focus) == ("Sure", ("Yes", "No"), "Yes")
    assert dialog.asks("re:Go on[?]$")
    assert dialog.button("NO") == "No"
    with pytest.raises(NotOnScreen, match=r"no button 'Help'. Buttons that were read: 'Yes', 'No'\."):
        dialog.button("Help")


def test_fields_of_a_form_have_labels() -> None:
    dialog = _dialog(_FORM)
    assert dialog.fields == (DialogField("Address", "10.0.0.1"), DialogField("Gateway", ""))
    assert dialog.field("Gateway:") == 1
    with pytest.raises(NotOnScreen, match="2 input fields: say which one"):
        dialog.field()
    with pytest.raises(NotOnScreen, match=r"no input field 'DNS'\. Fields that were read: 'Address', 'Gateway'"):
        dialog.field("DNS")


@pytest.mark.parametrize(("drawn", "value"), [(_INPUT, "grml"), (_HIDDEN, "")])
def test_the_only_field_needs_no_label(drawn: str, value: str) -> None:
    dialog = _dialog(drawn)
    assert dialog.fields == (DialogField("", value),)
    assert dialog.field() == 0


@pytest.mark.parametrize(
    ("shown", "is_so"), [("lab-7", True), ("*****", True), ("lab-", False), ("****", False), ("", False)]
)
def test_a_field_shows_what_was_typed_or_as_many_stars(shown: str, *, is_so: bool) -> None:
    dialog = Dialog("", "", fields=(DialogField("", shown),))
    assert DialogHelpers().dialog_field_shows(dialog, 0, "lab-7") is is_so


def test_the_dialog_upon_another_is_read() -> None:
    below = _DIALOG_RADIO.splitlines()
    small = [" ┌─Sure?──┐ ", " │ Really │ ", " │ ^<Yes>^  │ ", " └────────┘ "]
    for number, row in enumerate(small, 2):
        plain = re.sub("[{}^]", "", below[number])
        below[number] = plain[:8] + row + plain[20:]
    assert _dialog("\n".join(below)).title == "Sure?"


def test_a_screen_without_a_dialog_is_told_with_its_text() -> None:
    with pytest.raises(NotOnScreen, match=r"no dialog on the screen\. Text that was read:\nconsole#"):
        _dialog("console#")


def test_a_title_keeps_the_mark_in_brackets_that_it_begins_with() -> None:
    assert _dialog(_KEYMAP).title == "[!!] Configure the keyboard"


def test_what_goes_on_and_what_is_ticked_is_told() -> None:
    ticked = (DialogEntry("ssh", is_ticked=False),)
    assert Dialog("", "", ticked, buttons=("Go Back", "Continue")).going_on == "Continue"
    assert not Dialog("", "", buttons=("Go Back",)).going_on
    assert Dialog("", "", ticked).has_check_boxes
    assert not Dialog("", "", (DialogEntry("ssh", is_ticked=False, is_radio=True),)).has_check_boxes


def test_a_dialog_says_the_same_whatever_stands_in_its_field() -> None:
    asked = Dialog("Net", "Host name:", fields=(DialogField("", "grml"),))
    assert asked.says_the_same_as(Dialog("Net", "Host name:", fields=(DialogField("", "lab-7"),)))
    assert not asked.says_the_same_as(Dialog("Net", "Domain:"))
    assert not asked.says_the_same_as(None)


def test_what_tells_of_progress_is_no_question() -> None:
    gauge = _dialog(_GAUGE)
    assert (gauge.entries, gauge.fields, gauge.is_asking) == ((), (), False)
    assert not Dialog("", "Configuring the network with DHCP", buttons=("Cancel",)).is_asking
    assert not Dialog("", "Loading additional components").is_asking
    assert Dialog("", "Bad archive mirror", buttons=("Go Back", "Continue")).is_asking
    assert Dialog("", "Which disk?", (DialogEntry("sda"),), buttons=("Cancel",)).is_asking
