"""The lab machine: a small virtual machine with a real USB gadget, its own USB host, and a real V4L2 capture.

The kernel is Debian's, and the root file system is this machine's own, seen over 9p with a layer above it that is lost
at the end. So what runs inside is the project as it is checked out here, in its `.venv`.
"""

from atest.lab.ondevice.machine import LabMachine, Outcome, RunningMachine
from atest.lab.ondevice.needs import LabError, LabMissing

__all__ = ["LabError", "LabMachine", "LabMissing", "Outcome", "RunningMachine"]
