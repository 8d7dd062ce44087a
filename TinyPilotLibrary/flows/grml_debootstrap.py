"""The dialogs of grml-debootstrap: which question each asks, and how it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from TinyPilotLibrary.errors import ConfigurationError, NotOnScreen
from TinyPilotLibrary.flows.dialogs import Dialog, folded


@dataclass(frozen=True)
class Page:
    """A page.

    Args:
        question: Words of it.
        answer: The name of its answer; empty if it needs none.
        default: What is answered if nothing is given; empty to leave what is there.
        is_needed: Whether its answer must be given.
        is_last: Whether it repeats the answers, and nothing is asked after it.
    """

    question: str
    answer: str = ""
    default: object = ""
    is_needed: bool = False
    is_last: bool = False


_PAGES = (
    Page("Do you want to continue installing", default="Yes"),
    Page("enter the Debian release", "release"),
    Page("configure Software RAID", default="No"),
    Page("select the target partition", "target", is_needed=True),
    Page("install the bootmanager", "boot_manager"),
    Page("enter the hostname", "hostname"),
    # It asks for it twice.
    Page("enter the password for the root account", "password", is_needed=True),
    Page("Where do you want to install from", "source"),
    Page("enter Debian mirror", "mirror"),
    Page("enter directory name", "directory"),
    Page("Is this ok for you", default="Yes", is_last=True),
)
_NAMES = ("target", "password", "hostname", "release", "boot_manager", "mirror", "directory")
# What the summary repeats.
_IN_SUMMARY = ("target", "hostname", "release", "mirror", "directory")


def checked_answers(given: Mapping[str, object]) -> dict[str, object]:
    """Answers by their names, of which all that are needed are there.

    Args:
        given: The answers.

    Raises:
        ConfigurationError: If one is missing, unknown, or contradicts another.
    """
    known = ", ".join(_NAMES)
    if unknown := [name for name in given if name not in _NAMES]:
        raise ConfigurationError(f"grml-debootstrap does not ask for '{unknown[0]}'. Answers are: {known}.")
    needed = [page.answer for page in _PAGES if page.is_needed and page.answer not in given]
    if needed:
        raise ConfigurationError(f"grml-debootstrap asks for '{needed[0]}', and nothing has a default: {needed[0]}=…")
    if "mirror" in given and "directory" in given:
        raise ConfigurationError("grml-debootstrap installs from a mirror, or from a directory: give one of both.")
    source = {"source": "local"} if "directory" in given else {"source": "net"} if "mirror" in given else {}
    return {**given, **source}


def page_of(dialog: Dialog) -> Page:
    """Which page a dialog is.

    Args:
        dialog: The dialog.

    Raises:
        NotOnScreen: If it is none: grml-debootstrap says that something is wrong, or asks what is not known.
    """
    for page in _PAGES:
        if dialog.asks(page.question):
            return page
    raise NotOnScreen(f"grml-debootstrap shows a dialog that is not a known question: {dialog.told}.")


def check_summary(dialog: Dialog, answers: Mapping[str, object]) -> None:
    """Checks that the last page repeats what was answered.

    Args:
        dialog: The dialog.
        answers: The answers.

    Raises:
        NotOnScreen: If it does not.
    """
    said = folded(dialog.text)
    for name in _IN_SUMMARY:
        if name in answers and str(answers[name]) not in said:
            raise NotOnScreen(f"The summary does not name the {name} '{answers[name]}': {dialog.text}")
