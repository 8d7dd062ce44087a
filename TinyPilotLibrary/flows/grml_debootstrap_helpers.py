"""The library that `grml_debootstrap.resource` is made with; suites use the keywords of the resource."""

from robot.api.deco import keyword, library

from TinyPilotLibrary.flows.dialogs import Dialog
from TinyPilotLibrary.flows.grml_debootstrap import Page, check_summary, checked_answers, page_of


@library(scope="GLOBAL")
class GrmlDebootstrapHelpers:
    """What would be clumsy in Robot syntax: which page asks what."""

    @keyword
    def get_checked_grml_answers(self, **answers: object) -> dict[str, object]:
        """The answers. Fails if one is missing or unknown."""
        return checked_answers(answers)

    @keyword
    def get_grml_page(self, dialog: Dialog) -> Page:
        """Which page a dialog is. Fails if it is none."""
        return page_of(dialog)

    @keyword
    def get_answer_of_grml_page(self, page: Page, answers: dict[str, object]) -> object:
        """What is answered; empty if what is there stays."""
        return answers.get(page.answer, page.default)

    @keyword
    def check_grml_summary(self, dialog: Dialog, answers: dict[str, object]) -> None:
        """Fails unless the summary repeats the answers."""
        check_summary(dialog, answers)
