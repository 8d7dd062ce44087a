"""The pages of Debian's installer in text mode: which question each asks, by what name it is answered."""

from collections.abc import Mapping

from TinyPilotLibrary.errors import ConfigurationError, NotOnScreen
from TinyPilotLibrary.flows.dialogs import Dialog

#: Each answer's name, with words of its question. Of two that a page has, the first one counts.
QUESTIONS = {
    "language": "Choose the language to be used",
    "continent": "Continent or region:",
    "location": "Country, territory or area:",
    "locale": "Country to base default locale settings on:",
    "keyboard": "Keymap to use:",
    "network_card": "Primary network interface:",
    "network": "Network configuration method:",
    "ip_address": "re:IP address:$",
    "netmask": "re:Netmask:$",
    "gateway": "re:Gateway:$",
    "name_servers": "Name server addresses:",
    "hostname": "enter the hostname",
    "domain": "Domain name:",
    "mirror_country": "Debian archive mirror country:",
    "mirror_hostname": "Debian archive mirror hostname:",
    "mirror_directory": "Debian archive mirror directory:",
    "mirror": "Debian archive mirror:",
    "proxy": "HTTP proxy information",
    "root_password": "re:Root password:|Re-enter password to verify:.*root|root.*Re-enter password to verify:",
    "full_name": "Full name for the new user:",
    "user_name": "Username for your account:",
    "user_password": "re:Choose a password for the new user:|Re-enter password to verify:",
    "time_zone": "Select your time zone:",
    "partitioning": "Partitioning method:",
    "disk": "Select disk to partition:",
    "partitions": "Partitioning scheme:",
    "finish_partitioning": "overview of your currently configured partitions",
    "write_changes": "Write the changes to disks?",
    "survey": "Participate in the package usage survey?",
    "software": "Choose software to install:",
    "boot_loader": "Install the GRUB boot loader to your primary drive?",
    "boot_device": "Device for boot loader installation:",
}


def check_names(given: Mapping[str, object]) -> None:
    """Checks that answers have names that are known.

    Args:
        given: The answers.

    Raises:
        ConfigurationError: If one has not.
    """
    if unknown := [name for name in given if name not in QUESTIONS]:
        known = ", ".join(QUESTIONS)
        raise ConfigurationError(
            f"Debian's installer has no question '{unknown[0]}'. Answers are: {known}. Others are given by "
            "`Answer Question`."
        )


def question_of(dialog: Dialog, given: Mapping[str, object]) -> str:
    """The name of the answer to a page; empty if what it suggests stays.

    Args:
        dialog: The page.
        given: The answers.

    Raises:
        NotOnScreen: If it only tells something, as pages of errors do: nobody has asked for that.
    """
    name = next((name for name, words in QUESTIONS.items() if dialog.asks(words)), "")
    if name in given:
        return name
    asks = dialog.entries or dialog.fields or {"Yes", "No"} & set(dialog.buttons)
    if not asks:
        raise NotOnScreen(f"Debian's installer tells something instead of the next question: {dialog.told}")
    return ""
