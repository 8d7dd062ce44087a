"""The progress of transfers on the console of the run."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from robot.api import logger

from TinyPilotLibrary.devices.transfers import PROGRESS


class _OnConsole(logging.Handler):
    """Shows what is told of progress. In log.html it is anyway."""

    def emit(self, record: logging.LogRecord) -> None:
        logger.console(record.getMessage())


@contextmanager
def progress_on_console() -> Iterator[None]:
    """Shows on the console how far transfers are that take place meanwhile."""
    shown = _OnConsole(logging.INFO)
    PROGRESS.addHandler(shown)
    try:
        yield
    finally:
        PROGRESS.removeHandler(shown)
