"""What may be asked again: reads, when a connection breaks or a server restarts. Input never is."""

import time
from collections.abc import Callable, Iterable

from urllib3.exceptions import HTTPError

from TinyPilotLibrary.devices.http.answer import Answer
from TinyPilotLibrary.devices.http.reachability import broke

#: The pauses before a read is repeated, in seconds.
PAUSES = (0.2, 0.4, 0.8)
#: What a device's web server answers while the server behind it restarts.
RESTARTING = frozenset({502, 503, 504})


def repeated(attempt: Callable[[], Answer], pauses: Iterable[float]) -> Answer:
    """Tries again after each pause, as long as a connection breaks or a server restarts.

    Args:
        attempt: Asks once.
        pauses: The pauses before it is asked again, in seconds; none for what must not be sent twice.

    Returns:
        The first answer that is none of a restart, or the last one.

    Raises:
        HTTPError: What was raised last, or what does not pass by waiting.
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
