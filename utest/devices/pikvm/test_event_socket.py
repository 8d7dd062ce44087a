"""The WebSocket of a PiKVM over TLS, which is read and written at the same time."""

import threading
import time
from pathlib import Path

import pytest
import trustme

from TinyPilotLibrary.devices.http import Endpoint
from TinyPilotLibrary.devices.pikvm.event_socket import EventSocket
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from utest.devices.pikvm.kvmd_server import Kvmd, serve

pytestmark = pytest.mark.integration

# Of a client that reads in one thread and writes in another, one of some hundred openings is never answered.
_THREADS, _EACH, _LATEST = 4, 100, 60.0


def test_each_of_many_connections_is_opened_and_confirms_input(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(tmp_path / "kvmd.pem")
    confirmed = [0] * _THREADS
    with serve(Kvmd(VirtualDevice(VirtualComputer()), tmp_path), tmp_path / "kvmd.pem") as url:
        endpoint = Endpoint(url.removeprefix("pikvm:"), verify=str(tmp_path / "ca.pem"))

        def connect_again_and_again(thread: int) -> None:
            for _ in range(_EACH):
                socket = EventSocket("pikvm", endpoint, {})
                socket.synchronize()
                socket.close()
                confirmed[thread] += 1

        # The test does not wait for ever for one that hangs.
        threads = [
            threading.Thread(target=connect_again_and_again, args=(number,), daemon=True) for number in range(_THREADS)
        ]
        for thread in threads:
            thread.start()
        until = time.monotonic() + _LATEST
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
    assert confirmed == [_EACH] * _THREADS
