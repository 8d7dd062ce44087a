"""The dialogs of grml-debootstrap: which question each asks, and which answers are refused before any is typed."""

import pytest

from TinyPilotLibrary.errors import ConfigurationError, NotOnScreen
from TinyPilotLibrary.flows.dialogs import Dialog
from TinyPilotLibrary.flows.grml_debootstrap import check_summary, checked_answers, page_of

_NEEDED = {"target": "/dev/vda1", "password": "S3cret"}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Please enter the Debian release you would like to use for installation:", "release"),
        ("Please select the target partition:", "target"),
        ("Do you want to configure Software RAID? Please notice that only", ""),
        ("Please enter the password for the root account again for confirmation:", "password"),
        ("Please recheck configuration before execution: Is this ok for you? Notice: selecting", ""),
    ],
)
def test_a_page_is_known_by_its_question(text: str, answer: str) -> None:
    page = page_of(Dialog("grml-debootstrap", text))
    assert (page.answer, page.is_last) == (answer, "Is this ok" in text)


def test_what_is_no_question_is_told() -> None:
    with pytest.raises(NotOnScreen, match=r"is not a known question.*no partitions found"):
        page_of(Dialog("grml-debootstrap", "Sorry, no partitions found."))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"target": "/dev/vda1"}, "asks for 'password'"),
        ({**_NEEDED, "disk": "sda"}, "does not ask for 'disk'. Answers are: target, password, hostname"),
        ({**_NEEDED, "mirror": "http://mirror.example/debian", "directory": "/srv/debian"}, "give one of both"),
    ],
)
def test_answers_that_cannot_be_right_are_refused(given: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        checked_answers(given)


def test_where_to_install_from_follows_from_what_is_given() -> None:
    assert checked_answers({**_NEEDED, "directory": "/srv/debian"})["source"] == "local"
    assert checked_answers({**_NEEDED, "mirror": "http://mirror.example/debian"})["source"] == "net"
    assert "source" not in checked_answers(_NEEDED)


def test_the_summary_has_to_repeat_the_answers() -> None:
    summary = Dialog("grml-debootstrap", "Target: /dev/vda1\nUsing hostname: grml\nIs this ok for you?")
    check_summary(summary, _NEEDED)
    with pytest.raises(NotOnScreen, match="does not name the hostname 'lab-7'"):
        check_summary(summary, {**_NEEDED, "hostname": "lab-7"})
