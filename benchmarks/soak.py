"""A long time in bad company: random keywords, random faults, many viewers. What came is compared with what was said.

A virtual computer is behind the companion, in a process of its own; a suite of random keywords runs over a proxy that
breaks the connection in all its ways, again and again, while others look. `--minutes` says for how long.
"""

import json
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import requests
from robot import result, running
from robot.api import TestSuite

from atest.lab.fault_proxy import Fault, FaultProxy
from benchmarks._machine import processor
from benchmarks._measure import Benchmark, Count, Ratio, Way
from benchmarks._parts import Options, measure
from benchmarks._soak_account import KEYS, Account, Sent
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.hid.keystrokes import Keystroke

_VIEWERS, _WAITING = 32, 200
# Memory is compared with what it is after this time, or a third of a shorter run, in seconds.
_WARM = 60.0
_MOST_GROWTH, _MOST_SLOWER = 1.05, 1.5
_KEYWORDS_OF_TEST, _TESTS_OF_SUITE = 6, 6
# How long faults and the times between them last, in seconds.
_FAULTY, _HEALTHY = (0.1, 1.2), (0.5, 2.5)
_LONGEST_TEXT = 30
_WELL = "All is well"
_CHANCE = random.SystemRandom()
# Presses a key that changes nothing on the screen, for which the others go on waiting.
_KEY = Keystroke("ShiftLeft")
_KEYS_OF_ROUND = 20
# The target is at rest if it takes no more of the processor than this in this time, in seconds.
_NEARLY_NOTHING, _REST = 0.015, 0.2


class _Target:
    """The process with the target."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "benchmarks._soak_target", *arguments]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdin
        assert self._process.stdout
        self._asking, self._telling = self._process.stdin, self._process.stdout
        self.url = self._telling.readline().strip()

    def told(self) -> Mapping[str, list[str]]:
        """What came since the last time, and what is down."""
        self._asking.write("\n")
        self._asking.flush()
        return dict(json.loads(self._telling.readline()))

    @property
    def memory(self) -> int:
        """The memory of the process, in KiB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("ascii")
        return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0])

    def settle(self) -> None:
        """Waits until the process is at rest: whoever came or went has been dealt with."""
        taken = None
        while taken is None or processor(self._process.pid) > taken + _NEARLY_NOTHING:
            taken = processor(self._process.pid)
            time.sleep(_REST)

    def close(self) -> None:
        """Ends it."""
        self._asking.close()
        self._process.wait(30)


@contextmanager
def _target(*arguments: str) -> Iterator[_Target]:
    target = _Target(*arguments)
    try:
        yield target
    finally:
        target.close()


class _Breaker:
    """Breaks the connection in random ways, again and again.

    Args:
        proxy: What the connection goes over.
    """

    def __init__(self, proxy: FaultProxy) -> None:
        self.faults: dict[Fault, int] = dict.fromkeys(Fault, 0)
        self._proxy = proxy
        self._over = threading.Event()
        self._thread = threading.Thread()

    def begin(self) -> None:
        """Begins with it."""
        self._over.clear()
        self._thread = threading.Thread(target=self._go_on)
        self._thread.start()

    def end(self) -> None:
        """All is well."""
        self._over.set()
        self._thread.join()

    def _go_on(self) -> None:
        while not self._over.wait(_CHANCE.uniform(*_HEALTHY)):
            fault = _CHANCE.choice(list(Fault))
            self.faults[fault] += 1
            self._proxy.begin(fault)
            self._over.wait(_CHANCE.uniform(*_FAULTY))
            self._proxy.end()


@dataclass
class _Actor:
    """Runs suites of random keywords, and keeps what they said.

    Args:
        url: The target's address.
        breaker: Breaks the connection meanwhile.
    """

    ROBOT_LISTENER_API_VERSION = 3

    url: str
    breaker: _Breaker
    sent: list[Sent] = field(default_factory=list)
    passed: int = 0
    failed: int = 0
    _plan: dict[str, tuple[str, int, bool]] = field(default_factory=dict)

    def run(self) -> None:
        """Runs one suite; its last test, in which nothing is broken any more, leaves nothing held."""
        self.sent, self._plan = [], {}
        suite = TestSuite("Soak")
        options = [
            "connect_timeout=1s",
            "read_timeout=1s",
            "timeout=300ms",
            "recording=never",
            "failure_screenshots=False",
        ]
        suite.resource.imports.library("TinyPilotLibrary", args=[f"url={self.url}", *options])
        for number in range(_TESTS_OF_SUITE):
            test = suite.tests.create(f"Test {number}", tags=["robot:continue-on-failure"])
            for _ in range(_KEYWORDS_OF_TEST):
                name, *arguments = self._some_keyword()
                test.body.create_keyword(name, args=arguments)
        suite.tests.create(_WELL).body.create_keyword("No Operation")
        self.breaker.begin()
        try:
            suite.run(output=None, console="none", listener=self, loglevel="NONE")
        finally:
            self.breaker.end()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """A test begins."""
        if data.name == _WELL:
            self.breaker.end()

    def end_library_keyword(
        self, data: running.Keyword, implementation: running.LibraryKeyword, result: result.Keyword
    ) -> None:
        """A keyword has ended."""
        self.passed += result.passed
        self.failed += result.failed
        planned = self._plan.pop(" ".join([data.name, *map(str, data.args)]), None)
        if planned:
            self.sent.append(Sent(*planned, passed=result.passed))

    def _some_keyword(self) -> Sequence[str]:
        """A keyword with its arguments; one that sends keys has a key of its own."""
        looks = (
            ("Screen Should Contain", "text:login"),
            ("Wait Until Screen Contains", "text:nothing of this"),
            ("Wait Until Screen Is Still", "for_=100ms"),
            ("Click", f"point:{_CHANCE.random():.3f},{_CHANCE.random():.3f}"),
            ("Press Keys", "Enter"),
        )
        if _CHANCE.random() < 0.3:
            return _CHANCE.choice(looks)
        key = KEYS[len(self._plan)]
        count = _CHANCE.randint(1, _LONGEST_TEXT)
        sends = (
            (("Type Text", key * count), (key, count, False)),
            (("Press Keys", *[key] * count), (key, count, False)),
            (("Press Keys", f"Ctrl+{key}"), (key, 1, True)),
            (("Hold Keys", key), (key, 1, False)),
        )
        keyword, planned = _CHANCE.choice(sends)
        self._plan[" ".join(keyword)] = planned
        return keyword


def _soak(bench: Benchmark, options: Options) -> None:
    seconds = 60 * options.minutes
    looks = [0] * _VIEWERS
    with ExitStack() as opened:
        target = opened.enter_context(_target())
        proxy = opened.enter_context(FaultProxy(urlsplit(target.url).port or 80))
        over = threading.Event()
        viewers = [threading.Thread(target=_view, args=(target.url, looks, n, over)) for n in range(_VIEWERS)]
        for viewer in viewers:
            viewer.start()
            opened.callback(viewer.join)
        opened.callback(over.set)
        breaker = _Breaker(proxy)
        actor = _Actor(f"http://127.0.0.1:{proxy.port}", breaker)
        begun, account, first, down = time.monotonic(), Account(), 0, 0
        while (at := time.monotonic() - begun) < seconds or not first:
            if not first and at >= min(_WARM, seconds / 3):
                first = target.memory
            actor.run()
            told = target.told()
            account += Account.of(actor.sent, told["received"])
            down += len(told["down"])
        grown = target.memory
    bench.table("Faults", ["fault", "how often"], [[fault.value, count] for fault, count in breaker.faults.items()])
    bench.figure("keywords that passed", actor.passed)
    bench.figure("keywords that failed", actor.failed)
    bench.figure("frames that viewers saw", sum(looks))
    bench.figure("keys reported as sent", account.reported)
    bench.figure("keys in doubt, as their keywords failed", account.in_doubt)
    bench.figure("keys that arrived", account.arrived)
    bench.figure("memory of the companion at the end", grown / 1024, "MiB")
    bench.floor("keys that were reported as sent, and lost", Count(account.lost), at_most=0)
    bench.floor("keys that came twice", Count(account.doubled), at_most=0)
    bench.floor("keys that came after later ones", Count(account.late), at_most=0)
    bench.floor("keys that came with other modifiers", Count(account.otherwise), at_most=0)
    bench.floor("keys left pressed", Count(down), at_most=0)
    bench.floor("kinds of faults that were made to happen", Count(sum(map(bool, breaker.faults.values()))), at_least=5)
    bench.floor("keys that were reported as sent", Count(account.reported), at_least=50)
    bench.floor("viewers that saw nothing", Count(looks.count(0)), at_most=0)
    if not options.quick:
        # Of a short run on a busy machine, more of what grows is the start.
        bench.floor("memory at the end, to that after the start", Ratio(grown / first), below=_MOST_GROWTH)


def _view(url: str, looks: list[int], number: int, over: threading.Event) -> None:
    """Looks at each new frame, as a page in a browser does."""
    with requests.Session() as session:
        token = session.post(f"{url}/api/v1/auth", timeout=30).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        last = "0"
        while not over.is_set():
            answer = session.get(f"{url}/api/companion/v1/frame?after={last}&timeout=2", timeout=30)
            last = answer.headers.get("X-Frame-Number", last)
            looks[number] += answer.ok


def _latency(bench: Benchmark, options: Options) -> None:
    alone, watched = "nobody waits", f"{_WAITING} viewers wait"
    with _target("still") as target, ExitStack() as opened:
        device = open_device(target.url)
        opened.callback(device.close)
        token = requests.post(f"{target.url}/api/v1/auth", timeout=30).json()["token"]
        number = requests.get(
            f"{target.url}/api/companion/v1/frame", headers={"Authorization": f"Bearer {token}"}, timeout=30
        ).headers["X-Frame-Number"]
        waiting = opened.enter_context(ExitStack())

        def nobody() -> None:
            waiting.close()
            target.settle()

        def many() -> None:
            waiting.close()
            for _ in range(_WAITING):
                waiting.enter_context(_waiting(target.url, token, number))
            target.settle()

        def press() -> None:
            for _ in range(_KEYS_OF_ROUND):
                device.type([_KEY])

        ways = {
            alone: Way(press, operations=_KEYS_OF_ROUND, before=nobody),
            watched: Way(press, operations=_KEYS_OF_ROUND, before=many),
        }
        compared = bench.compare("A key", ways, baseline=alone, operation="key", rounds=5 if options.quick else 15)
    bench.floor(f"a key while {watched}", compared.cost(watched), at_most=_MOST_SLOWER)


@contextmanager
def _waiting(url: str, token: str, number: str) -> Iterator[socket.socket]:
    """Somebody who waits for the next frame."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=30) as connection:
        request = f"GET /api/companion/v1/frame?after={number}&timeout=60 HTTP/1.1\r\nHost: localhost\r\n"
        connection.sendall(f"{request}Authorization: Bearer {token}\r\n\r\n".encode())
        yield connection


if __name__ == "__main__":
    parts = {"keywords": _soak, "latency": _latency}
    sys.exit(measure("soak", "Random keywords, random faults and many viewers, for a long time", parts))
