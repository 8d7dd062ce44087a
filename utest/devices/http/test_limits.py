"""An answer is here in time as a whole, and has an end, whatever a server sends."""

import gzip
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from TinyPilotLibrary.devices.http import Endpoint, HttpConnection, Request
from TinyPilotLibrary.errors import DeviceError, DeviceUnreachable
from utest.devices.scripted import AUTH, Answer, Script

_READ = Request("GET", AUTH, is_input=False)
# A byte in 20 ms.
_LONG = bytes(500)


@pytest.fixture
def impatient(server: Script) -> Iterator[HttpConnection]:
    connection = HttpConnection(Endpoint(server.url, read_timeout=0.3), pauses=())
    yield connection
    connection.close()


@pytest.mark.parametrize("trouble", ["drip", "drip body"])
def test_an_answer_that_drips_is_given_up_in_time(server: Script, impatient: HttpConnection, trouble: str) -> None:
    server.answer(AUTH, Answer(body=_LONG, trouble=trouble))
    begun = time.monotonic()
    with pytest.raises(DeviceUnreachable, match=r"gave no answer within 0\.3 s"):
        impatient.send(_READ)
    assert time.monotonic() - begun < 5, "the whole of it would take ten"
    assert impatient.send(_READ).ok, "the next answer is another one"


def test_a_slow_answer_leaves_the_next_request_its_whole_time(server: Script) -> None:
    connection = HttpConnection(Endpoint(server.url, read_timeout=20), pauses=())
    server.answer(AUTH, Answer(body=b"0123456789", trouble="stall"))
    with pytest.raises(DeviceUnreachable, match=r"within 0\.2 s"):
        connection.send(Request("GET", AUTH, timeout=0.2, is_input=False))
    server.answer(AUTH, Answer(body=bytes(20), trouble="drip body"))
    assert connection.send(_READ).body == bytes(20)
    connection.close()


@pytest.mark.integration
def test_a_stream_that_drips_goes_on_but_its_beginning_does_not(server: Script, impatient: HttpConnection) -> None:
    server.answer(AUTH, Answer(body=_LONG, trouble="drip"))
    with pytest.raises(DeviceUnreachable, match=r"within 0\.3 s"):
        impatient.stream(AUTH)
    server.answer(AUTH, Answer(body=_LONG, trouble="drip body"))
    stream = impatient.stream(AUTH)
    received = b""
    # They take longer than the time limit.
    while len(received) < 40:
        received += stream.read()
    stream.close()
    assert not received.strip(b"\0")


def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(server: Script, impatient: HttpConnection) -> None:
    server.answer(AUTH, Answer(body=gzip.compress(bytes(200 << 20), 1), headers=(("Content-Encoding", "gzip"),)))
    tracemalloc.start()
    with pytest.raises(DeviceError, match="more than 64 MiB"):
        impatient.send(Request("GET", AUTH, timeout=60, is_input=False))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 128 << 20


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"token": ' + b"9" * 5000 + b"}", b"[" + b"[]," * 3_000_000 + b"0]"]
)
def test_json_that_no_api_sends_is_none(server: Script, impatient: HttpConnection, body: bytes) -> None:
    server.answer(AUTH, Answer(body=body, kind="application/json"))
    answer = impatient.send(Request("GET", AUTH, timeout=20, is_input=False))
    assert answer.json() is None
    assert len(answer.sentence) < 600
