"""The library that `linux_console.resource` is made with; suites use the keywords of the resource."""

from robot.api.deco import keyword, library
from robot.libraries.BuiltIn import BuiltIn

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.flows.console_run import ConsoleRun, Login, login_state, prompt_of

_VARIABLE = "${CONSOLE_PROMPT}"


@library(scope="SUITE")
class ConsoleHelpers:
    """What would be clumsy in Robot syntax: what is typed for a command, and what its screens say."""

    def __init__(self) -> None:
        self._runs = 0

    @keyword
    def new_console_run(self, folder: str) -> ConsoleRun:
        """A run of a command, with marks of its own."""
        self._runs += 1
        return ConsoleRun(self._runs, folder)

    @keyword
    def get_line_that_runs(self, run: ConsoleRun, command: str) -> str:
        """What is typed to run a command."""
        return run.command_line(command)

    @keyword
    def get_line_that_shows(self, run: ConsoleRun, page: int) -> str:
        """What is typed to show a page of its output."""
        return run.page_line(page)

    @keyword
    def get_end_of_run(self, run: ConsoleRun, text: str) -> tuple[int, int]:
        """The exit status, and how many pages of output there are."""
        return run.ended(text)

    @keyword
    def get_output_of_pages(self, run: ConsoleRun, pages: list[str]) -> str:
        """The output."""
        return run.output(pages)

    @keyword
    def get_login_state(self, text: str, user: str) -> Login:
        """How far a login is."""
        return login_state(text, user)

    @keyword
    def get_prompt_of_screen(self, text: str) -> str:
        """The prompt: the last row."""
        return prompt_of(text)

    @keyword
    def get_console_prompt(self) -> str:
        """The prompt that was learnt or named."""
        prompt = BuiltIn().get_variable_value(_VARIABLE)
        if not prompt:
            raise ConfigurationError("Say or learn first what the prompt is: `Learn Console Prompt`.")
        return str(prompt)
