"""The project's tasks: `python3 tasks.py demo`, `python3 tasks.py test`, or with invoke: `invoke test`.

It first makes `.venv`, with the project and its development dependencies in it; only Python is needed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
OLDEST = (3, 10)
# A failed run of the tests ends with this.
FAILED = 1


def set_up() -> None:
    """Makes `.venv`, or brings it up to date when pyproject.toml has changed."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {sys.version.split()[0]}.")
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / "set-up"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print("Setting up .venv: this takes a minute or two, once.", flush=True)
    if not (BIN / "python").exists() and subprocess.run([sys.executable, "-m", "venv", VENV], check=False).returncode:
        # What was begun must not be taken for one that is whole.
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("Python cannot make virtual environments here. On Debian and Ubuntu: apt install python3-venv")
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # Dependency groups need pip 25.1.
    for wanted_packages in (["--upgrade", "pip>=25.1"], ["--editable", ".", "--group", "dev"]):
        if subprocess.run([*pip, *wanted_packages], check=False, cwd=ROOT).returncode:
            sys.exit("The packages that the project needs could not be installed; pip says above why.")
    stamp.write_text(wanted)


set_up()
if __name__ == "__main__":
    sys.exit(subprocess.run([BIN / "python", "-m", "invoke", *sys.argv[1:]], check=False, cwd=ROOT).returncode)

from invoke import Context, Exit, task  # noqa: E402 - only .venv has it


@task
def demo(_: Context) -> None:
    """Run the main job on the built-in virtual computer and make its log.html."""
    _run("tinypilot", "demo")


@task
def lint(_: Context) -> None:
    """Check style and types."""
    _step("style", "ruff", "check", ".")
    _step("format", "ruff", "format", "--check", ".")
    _step("types", "mypy")
    _step("style of suites", "robocop", "check", ".")
    _step("format of suites", "robocop", "format", "--check", ".")


@task
def utest(_: Context) -> None:
    """Run the unit tests."""
    # Half of their time they wait: for a server, a machine, a signal that is gone. Files are begun in one worker each,
    # so that what shares a machine in QEMU stays together; at the end idle workers take over what is left.
    workers = str(2 * (os.cpu_count() or 1))
    _step("unit tests", "pytest", "--ignore", "utest/packaging", "--numprocesses", workers, "--dist", "worksteal")


@task
def packaging(_: Context) -> None:
    """Build the wheel and use it in an empty environment."""
    _step("packaging", "pytest", "utest/packaging")


@task(help={"suite": "A folder or file of suites; all of them if not given."})
def atest(_: Context, suite: str = "atest") -> None:
    """Run the acceptance tests: suites on the virtual computer, and on real firmware in QEMU."""
    output = ROOT / "results" / "atest"
    # Who reads the log sees the pictures without looking for them.
    shown = ("--expandkeywords", "NAME:TinyPilotLibrary.Take Screenshot")
    _step("acceptance tests", "robot", *shown, "--outputdir", str(output), suite)
    _refuse_skips(output / "output.xml")


@task(lint, utest, packaging, atest)
def test(_: Context) -> None:
    """Check and test everything."""
    print("All checks and tests passed.")


@task(
    help={
        "name": "Which benchmark: the name of a file in benchmarks/.",
        "only": "One part of it; may be given several times. What is not of everything is not kept.",
        "quick": "A sample of everything.",
    },
    iterable=["only"],
)
def bench(_: Context, name: str, only: list[str] | None = None, quick: bool = False) -> None:  # noqa: FBT001, FBT002
    """Measure; fails when a floor is missed. More options of a benchmark follow two dashes: bench NAME -- --help."""
    known = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if not path.stem.startswith("_"))
    if name not in known:
        raise Exit(f"There is no benchmark '{name}'. Known: {', '.join(known)}.", 2)
    options = [word for part in only or () for word in ("--only", part)] + ["--quick"] * quick
    _run("python", "-m", f"benchmarks.{name}", *options, *_after_dashes())


@task
def lab(_: Context) -> None:
    """Run a command in the lab machine, which has a USB gadget and a capture: lab -- COMMAND."""
    command = _after_dashes()
    if not command:
        raise Exit("Give the command after two dashes: python3 tasks.py lab -- v4l2-ctl --list-devices", 2)
    _run("python", "-m", "atest.lab.ondevice", *command)


@task
def rooms(_: Context) -> None:
    """Show the rooms of the library, the arrows between them, and the floors of each, by its imports."""
    _run("python", "-m", "tools.rooms")


@task
def libdoc(_: Context) -> None:
    """Generate the keyword documentation, docs/keywords.html."""
    _run("libdoc", "TinyPilotLibrary", "docs/keywords.html")


def _step(title: str, *command: str) -> None:
    print(f"\n=== {title}: {' '.join(command)}", flush=True)
    begun = time.monotonic()
    _run(*command)
    print(f"=== {title}: passed in {time.monotonic() - begun:.0f} s", flush=True)


def _after_dashes() -> list[str]:
    """What follows two dashes on the command line."""
    return sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []


def _run(program: str, *arguments: str) -> None:
    # Programs that tests start are looked up in .venv too.
    environment = {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]])}
    code = subprocess.run([BIN / program, *arguments], check=False, cwd=ROOT, env=environment).returncode
    if code:
        raise Exit(f"'{program}' failed.", FAILED)


def _refuse_skips(output: Path) -> None:
    """In CI everything is installed, so that a test that was skipped shows nothing."""
    from robot.api import ExecutionResult  # noqa: PLC0415 - only this needs it, and it is slow

    skipped = ExecutionResult(output).statistics.total.skipped
    if skipped and os.environ.get("CI"):
        raise Exit(f"{skipped} acceptance tests were skipped; in CI none may be.", FAILED)
