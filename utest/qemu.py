"""Machines of QEMU for unit tests, which are skipped where it is not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from atest.lab.hardware import Hardware
from atest.lab.machine import Machine
from atest.lab.packages import MissingPackages


@contextmanager
def machine_of(hardware: Hardware) -> Iterator[Machine]:
    """A machine that is off; the test is skipped if something has to be installed for it."""
    try:
        built = Machine(hardware)
    except MissingPackages as missing:
        pytest.skip(str(missing))
    with built:
        yield built
