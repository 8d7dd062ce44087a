"""Keywords that keep what is shown, and what others tell."""

from pathlib import Path

from robot.api import logger
from robot.api.deco import keyword

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.events import Attached
from TinyPilotLibrary.evidence.film_block import film_block
from TinyPilotLibrary.evidence.log_html import attachment
from TinyPilotLibrary.keywords.context import Context


class RecordingKeywords:
    """Films of what is shown and done, and what belongs to them from elsewhere.

    Args:
        context: What keywords work with.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @keyword(tags=["Recording"])
    def start_recording(self, title: str = "Recording") -> None:
        """Begins a film of the screens that keywords see.

        Args:
            title: What it is of.

        A film of a failed test is kept without this; see the import option `recording`. Nothing is captured for a film:
        it has the screens that waits and other keywords look at.

        Example:
        ```robotframework
        *** Test Cases ***
        For The Ticket
            Open Device    virtual:
            Start Recording    Booting
            Wait Until Screen Contains    text:Press F2
            Stop Recording
        ```
        """
        self._context.recorder.start(title)
        logger.info(f"Recording '{title}'.")

    @keyword(tags=["Recording"])
    def stop_recording(self) -> Path:
        """Ends the film and shows it in the log.

        Returns:
            Its page: HTML with its pictures beside it.

        Raises:
            ConfigurationError: If nothing is being recorded, or a file cannot be written.

        Example:
        ```robotframework
        *** Test Cases ***
        For The Ticket
            Open Device    virtual:
            Start Recording    Booting
            Wait Until Screen Contains    text:Press F2
            ${page} =    Stop Recording
        ```
        """
        made = self._context.recorder.stop()
        if made is None:
            raise ConfigurationError("Nothing is being recorded. Begin with the keyword 'Start Recording'.")
        logger.info(film_block(made.film, made.page, self._context.files), html=True)
        return made.page

    @keyword(tags=["Recording"])
    def attach_to_log(self, what: Path | str, name: str = "") -> None:
        r"""Shows in the log, and in films at this time, what another channel told.

        Args:
            what: A file, such as the log of a serial line, or a text. Of a file a copy is kept beside the log.
            name: What it is called; the file's name, or `text`, if not given.

        Raises:
            ConfigurationError: If the file cannot be copied.

        Example:
        ```robotframework
        *** Test Cases ***
        With What The Serial Line Said
            Attach To Log    Booting Linux\nlogin:    name=serial
        ```
        """
        given = str(what)
        file = Path(given)
        is_file = "\n" not in given and file.is_file()
        channel = name or (file.name if is_file else "text")
        text = self._context.journal.secrets.hide(_text_of(file) if is_file else given)
        files = self._context.files
        copy = files.save_text(text, channel) if is_file else None
        self._context.journal.write(Attached(channel, text, copy.name if copy else ""))
        logger.info(attachment(channel, text, files.link(copy) if copy else None), html=True)


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8", errors="replace")
    except OSError as error:
        raise ConfigurationError(f"'{file}' cannot be attached: {error.strerror}.") from error
