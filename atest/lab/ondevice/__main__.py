"""`python -m atest.lab.ondevice COMMAND …`: runs a command in the lab machine; its files stay in `results/lab`."""

import argparse
import sys

from atest.lab.ondevice import LabError, LabMachine
from atest.lab.ondevice.python import ROOT


def main() -> int:
    """Runs the command and returns its exit code."""
    parser = argparse.ArgumentParser(description="Runs a command in the lab machine, in this checkout, as root.")
    parser.add_argument("--timeout", type=float, default=600.0, help="How long the command may take, in seconds.")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="The command. /lab inside is results/lab here.")
    given = parser.parse_args()
    try:
        return LabMachine.prepared().run(given.command, ROOT / "results" / "lab", given.timeout, echo=True).code
    except LabError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
