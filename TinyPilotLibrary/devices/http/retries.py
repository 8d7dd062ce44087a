"""Retries of reads, if a connection breaks or a server is restarting. Input is never retried."""

import time
from collections.abc import Callable, Iterable

from urllib3.exceptions import HTTPError

from TinyPilotLibrary.devices.http.answer import Answer
from TinyPilotLibrary.devices.http.reachability import broke

#: The pauses before a read is retried, in seconds.
PAUSES = (0.2, 0.4, 0.8)
#: Answers of a device's web server while the server behind it restarts.
RESTARTING = frozenset({502, 503, 504})


def repeated(attempt: Callable[[], Answer], pauses: Iterable[float]) -> Answer:
    """Retries after each pause, as long as a connection breaks or a server is restarting.

    Args:
        attempt: Sends the request once.
        pauses: The pauses before the retries, in seconds; none for what must not be sent twice.

    Returns:
        The first answer that does not mean a restart, or the last one.

    Raises:
        HTTPError: The last one, or one that waiting does not help.
    """
    left = iter(pauses)
    while True:
        try:
            answer = attempt()
        except HTTPError as error:
            pause = next(left, None) if broke(error) else None
            if pause is None:
                raise
        else:
            pause = next(left, None) if answer.status in RESTARTING else None
            if pause is None:
                return answer
        time.sleep(pause)
