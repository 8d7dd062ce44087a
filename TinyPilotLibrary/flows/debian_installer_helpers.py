"""The library that `debian_installer.resource` is made with; suites use the keywords of the resource."""

from robot.api import logger
from robot.api.deco import keyword, library

from TinyPilotLibrary.flows.debian_installer import QUESTIONS, check_names, question_of
from TinyPilotLibrary.flows.dialogs import Dialog


@library(scope="GLOBAL")
class DebianInstallerHelpers:
    """What would be clumsy in Robot syntax: which page asks what."""

    @keyword
    def check_answers_of_debian_installer(self, **answers: object) -> None:
        """Fails if an answer is to no question."""
        check_names(answers)

    @keyword
    def get_question_of_debian_installer(self, dialog: Dialog, answers: dict[str, object]) -> tuple[str, str]:
        """The name of a page's answer, and words of its question; both empty if what it suggests stays."""
        name = question_of(dialog, answers)
        logger.info(f"{dialog.told}\nAnswer: {name or 'as it is suggested'}")
        return name, QUESTIONS.get(name, "")

    @keyword
    def dialog_asks(self, dialog: Dialog, question: str) -> bool:
        """Whether a question stands in its title or its text."""
        return dialog.asks(question)
