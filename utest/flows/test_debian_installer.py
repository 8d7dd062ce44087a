"""The pages of Debian's installer: which answer belongs to which, and what is no question."""

import pytest

from TinyPilotLibrary.errors import ConfigurationError, NotOnScreen
from TinyPilotLibrary.flows.debian_installer import check_names, question_of
from TinyPilotLibrary.flows.dialogs import Dialog, DialogEntry, DialogField

_LIST = (DialogEntry("Germany", is_selected=True),)
_FIELD = (DialogField("", ""),)


@pytest.mark.parametrize(
    ("dialog", "name"),
    [
        (Dialog("[!!] Select a language", "Choose the language to be used for the installation", _LIST), "language"),
        (Dialog("[!!] Select your location", "Country, territory or area:", _LIST), "location"),
        (Dialog("[!] Choose a mirror", "The goal ...\nDebian archive mirror country:", _LIST), "mirror_country"),
        (Dialog("[!] Choose a mirror", "Debian archive mirror:", _LIST), "mirror"),
        (Dialog("[!!] Set up users and passwords", "Root password:", fields=_FIELD), "root_password"),
        (
            Dialog(
                "[!!] Set up users", "Enter the same root password again.\nRe-enter password to verify:", (), _FIELD
            ),
            "root_password",
        ),
        (
            Dialog("[!!] Set up users", "the same user password\nRe-enter password to verify:", (), _FIELD),
            "user_password",
        ),
        (Dialog("[!!] Partition disks", "Write the changes to disks?", buttons=("Yes", "No")), "write_changes"),
    ],
)
def test_a_page_has_the_answer_to_its_question(dialog: Dialog, name: str) -> None:
    given = dict.fromkeys(
        ("language", "location", "mirror", "mirror_country", "root_password", "user_password", "write_changes"), "x"
    )
    assert question_of(dialog, given) == name


def test_a_question_without_an_answer_keeps_what_it_suggests() -> None:
    assert not question_of(Dialog("[!] A question", "Which one?", _LIST), {})
    assert not question_of(Dialog("[!] Partition disks", "Write the changes to disks?", buttons=("Yes", "No")), {})


def test_a_page_that_only_tells_something_is_an_error() -> None:
    page = Dialog("[!!] Choose a mirror", "Bad archive mirror. An error has been detected.", buttons=("Continue",))
    with pytest.raises(NotOnScreen, match=r"tells something .*: '\[!!\] Choose a mirror': Bad archive mirror"):
        question_of(page, {"language": "English"})


def test_an_answer_to_no_question_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"no question 'timezone'. Answers are: language, .*time_zone"):
        check_names({"language": "English", "timezone": "UTC"})
