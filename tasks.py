"""The project's tasks: `python3 tasks.py demo`, `python3 tasks.py test`, or with invoke: `invoke test`.

It first makes `.venv`, with the project and its development dependencies in it; only Python is needed.
"""

import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.environment import OLDEST, ROOT, Environment, environment_of

# Tests wait for screens and servers too: one process more than there are processors keeps all of these busy.
_BESIDE = (os.cpu_count() or 1) + 1
# Integration tests wait most of their time.
_BESIDE_WAITING = 3 * (os.cpu_count() or 1)
# Every test in utest/ is in one of two steps: the second has what is marked, the first what is not.
_INTEGRATION = "integration"
# The floor of the coverage is one of all tests.
_COVERAGE_ALONE = ("--cov", "--cov-report=term", "--cov-fail-under=0")
# A failed run of the tests ends with this.
FAILED = 1
_OF_ALL_PLATFORMS = ("TinyPilotLibrary", "tools", "tasks.py")
# What has steps that each use one processor alone; the longest first.
_PACKAGING = ("packaging", "pytest", "utest/packaging")
_LINT = (
    ("types", "mypy"),
    # Each has a cache of its own: what is known of one platform is of no use for another.
    *(
        (f"types on {name}", "mypy", "--platform", name, "--cache-dir", f".mypy_cache/{name}", *_OF_ALL_PLATFORMS)
        for name in ("win32", "darwin")
    ),
    ("style of suites", "robocop", "check", "."),
    ("format of suites", "robocop", "format", "--check", "."),
    ("style", "ruff", "check", "."),
    ("format", "ruff", "format", "--check", "."),
)
_SITE = ("site", "python", "-m", "tools.site")
_AUDIT = ("known weaknesses", "python", "-m", "tools.audit")

if sys.version_info < OLDEST:
    sys.exit(f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {sys.version.split()[0]}.")
OWN = Environment()
OWN.set_up()
if __name__ == "__main__":
    sys.exit(OWN.run("python", "-m", "invoke", *sys.argv[1:]))

from invoke import Context, Exit, call, task  # noqa: E402 - only .venv has it


@task
def demo(_: Context) -> None:
    """Run the main job on the built-in virtual computer and make its log.html."""
    _run("tinypilot", "demo")


@task
def lint(_: Context) -> None:
    """Check style and types."""
    _beside(*_LINT)


@task
def fix(_: Context) -> None:
    """Mend what can be mended of style and format."""
    _run("ruff", "check", "--fix", ".")
    _run("ruff", "format", ".")
    _run("robocop", "format", ".")


_OF_TESTS = {
    "python": "Another version of Python than this one, such as 3.13; its environment is made beside .venv.",
    "robot": "Another version of Robot Framework than the newest, such as 7.4.",
    "coverage": "Show which lines and branches of the library these tests do not take; the task coverage: no test.",
}


@task(help=_OF_TESTS)
def utest(_: Context, python: str = "", robot: str = "", coverage: bool = False) -> None:  # noqa: FBT001, FBT002
    """Run the unit tests: all in utest/ that are not marked as integration tests."""
    _unit_tests(*(_COVERAGE_ALONE if coverage else ()), environment=environment_of(python, robot))


@task(help=_OF_TESTS)
def itest(_: Context, python: str = "", robot: str = "", coverage: bool = False) -> None:  # noqa: FBT001, FBT002
    """Run the integration tests: those in utest/ that start programs, or take seconds."""
    _integration_tests(*(_COVERAGE_ALONE if coverage else ()), environment=environment_of(python, robot))


@task
def coverage(_: Context) -> None:
    """Run the unit and the integration tests, and show which lines and branches none of them takes; at least 95 %."""
    _unit_tests("--cov", "--cov-report=", "--cov-fail-under=0")
    _integration_tests("--cov", "--cov-append", "--cov-report=term")


@task
def build(_: Context) -> None:
    """Build the source distribution and from it the wheel, into dist/."""
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    _step("build", "python", "-m", "build")


@task(
    help={
        "wheel": "A wheel that was built before; otherwise one is built.",
        "robot": "Another version of Robot Framework than the newest, such as 7.4.",
    }
)
def packaging(_: Context, wheel: str = "", robot: str = "") -> None:
    """Build the wheel and use it in an empty environment."""
    given = {"TINYPILOT_WHEEL": str(Path(wheel).resolve()) if wheel else "", "TINYPILOT_ROBOT": robot}
    os.environ.update({name: value for name, value in given.items() if value})
    _step(*_PACKAGING)


@task(
    help={
        "suite": "A folder or file of suites; all of them if not given.",
        "thorough": "Also the tests that differ from others in their data alone.",
        "processes": "How many files of suites run beside each other.",
    }
)
def atest(_: Context, suite: str = "atest", thorough: bool = False, processes: int = _BESIDE) -> None:  # noqa: FBT001, FBT002
    """Run the acceptance tests: suites on the virtual computer, and on real firmware in QEMU."""
    output = ROOT / "results" / "atest"
    # Who reads the log sees the pictures without looking for them.
    shown = ("--expandkeywords", "NAME:TinyPilotLibrary.Take Screenshot")
    options = (*shown, "--exclude", "installation", *(() if thorough else ("--exclude", "thorough")))
    beside = ("python", "-m", "tools.suites", "--processes", str(processes))
    _suites("acceptance tests", output, *beside, "--outputdir", str(output), *options, suite)


@task(
    help={
        "text": "Only the installation by dialogs in text mode.",
        "graphical": "Only the installation by mouse and keyboard, with Calamares.",
        "pages": "Only the pages of Debian's own installer, in text mode and by mouse.",
    }
)
def install(_: Context, text: bool = False, graphical: bool = False, pages: bool = False) -> None:  # noqa: FBT001, FBT002
    """Install whole systems in virtual machines, as root; takes an hour. .ci/packages-install.txt has what it needs."""
    suites = ROOT / "atest" / "installation"
    by_name = {"text": text, "graphical": graphical, "debian_installer": pages, "debian_installer_graphical": pages}
    chosen = [name for name, wanted in by_name.items() if wanted]
    paths = [str(suites / f"{name}.robot") for name in chosen] or [str(suites)]
    output = ROOT / "results" / "install"
    _suites("installations", output, "robot", "--outputdir", str(output), *paths)


@task(
    help={
        "minutes": "How long to look.",
        "only": "One parser, or 'companion'; may be given several times.",
        "guided": "Choose input for the parsers by the code that it reaches, with atheris: pip install --group fuzz.",
    },
    iterable=["only"],
)
def fuzz(_: Context, minutes: float = 1.0, only: list[str] | None = None, guided: bool = False) -> None:  # noqa: FBT001, FBT002
    """Look for input that breaks a parser or the companion; the tests in utest/ do so for a few seconds."""
    chosen = [word for name in only or () for word in ("--only", name)]
    _run("python", "-m", "utest.fuzzing", "--minutes", str(minutes), *chosen, *["--guided"] * guided)


@task(
    help={
        "name": "Which benchmark: the name of a file in benchmarks/.",
        "only": "One part of it; may be given several times. What is not of everything is not kept.",
        "quick": "A sample of everything.",
        "minutes": "How long what lasts for a time lasts: the soak.",
    },
    iterable=["only"],
)
def bench(
    _: Context,
    name: str,
    only: list[str] | None = None,
    quick: bool = False,  # noqa: FBT001, FBT002
    minutes: float = 1.0,
) -> None:
    """Measure; fails when a floor is missed. More options of a benchmark follow two dashes: bench NAME -- --help."""
    known = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if not path.stem.startswith("_"))
    if name not in known:
        raise Exit(f"There is no benchmark '{name}'. Known: {', '.join(known)}.", 2)
    options = [word for part in only or () for word in ("--only", part)] + ["--quick"] * quick
    options += ["--minutes", str(minutes)]
    _run("python", "-m", f"benchmarks.{name}", *options, *_after_dashes())


@task
def audit(_: Context) -> None:
    """Look for known weaknesses of the packages that are installed, where advisories can be had."""
    _step(*_AUDIT)


@task
def docs(_: Context) -> None:
    """Build the documents and the keyword documentation as a site, results/site/html; a broken link fails."""
    _step(*_SITE)


@task
def checks(_: Context) -> None:
    """Check style, types, documents, known weaknesses and the wheel, beside each other."""
    _beside(_PACKAGING, *_LINT, _SITE, _AUDIT)


@task(checks, coverage, atest, call(bench, name="soak", only=["keywords"], quick=True))
def test(_: Context) -> None:
    """Check and test everything."""
    print("All checks and tests passed.")


@task
def lab(_: Context) -> None:
    """Run a command in the lab machine, which has a USB gadget and a capture: lab -- COMMAND."""
    command = _after_dashes()
    if not command:
        raise Exit("Give the command after two dashes: python3 tasks.py lab -- v4l2-ctl --list-devices", 2)
    _run("python", "-m", "atest.lab.ondevice", *command)


@task
def layouts(_: Context) -> None:
    """Make the keyboard layouts of the library anew from those of X."""
    _run("python", "-m", "tools.layouts")


@task(name="random-texts")
def random_texts(_: Context) -> None:
    """Type 10,000 random texts on every layout, as a Linux desktop gets them; takes half an hour."""
    os.environ["TINYPILOT_RANDOM_TEXTS"] = "10000"
    _step("random texts", "pytest", "utest/hid/test_typing_on_x.py", "-k", "random", "--numprocesses", "auto")


@task
def mutation(_: Context) -> None:
    """Change the code in one place at a time and show which changes no unit test notices; -- --help says more."""
    _run("python", "-m", "tools.mutation", *_after_dashes())


@task
def rooms(_: Context) -> None:
    """Show the rooms of the library, the arrows between them, and the floors of each, by its imports."""
    _run("python", "-m", "tools.rooms")


@task(help={"version": "The version, such as 0.1.0."})
def release_notes(_: Context, version: str) -> None:
    """Print what changed in a version, as CHANGELOG.md has it; fails when it is not ready to be released."""
    _run("python", "-m", "tools.changelog", version)


@task
def pictures(_: Context) -> None:
    """Make the pictures of the user guide anew; Chromium and its driver are needed."""
    _run("python", "-m", "tools.pictures")


@task
def libdoc(_: Context) -> None:
    """Generate the keyword documentation, docs/keywords.html."""
    _run("libdoc", "TinyPilotLibrary", "docs/keywords.html")


def _unit_tests(*options: str, environment: Environment = OWN) -> None:
    _tests("unit tests", f"not {_INTEGRATION}", _BESIDE, *options, environment=environment)


def _integration_tests(*options: str, environment: Environment = OWN) -> None:
    _tests("integration tests", _INTEGRATION, _BESIDE_WAITING, *options, environment=environment)


def _tests(title: str, marked: str, processes: int, *options: str, environment: Environment) -> None:
    # Files are begun in one worker each, so that what shares a machine in QEMU stays together; at the end idle workers
    # take over what is left.
    spread = ("--numprocesses", str(processes), "--dist", "worksteal")
    _step(title, "pytest", "--ignore", "utest/packaging", "-m", marked, *spread, *options, environment=environment)


def _step(title: str, *command: str, environment: Environment = OWN) -> None:
    print(f"\n=== {title}: {' '.join(command)}", flush=True)
    begun = time.monotonic()
    _run(*command, environment=environment)
    print(f"=== {title}: passed in {time.monotonic() - begun:.0f} s", flush=True)


def _beside(*steps: tuple[str, ...]) -> None:
    """Runs steps beside each other, and shows of each at its end what it printed."""
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        failed = [title for title, *_ in filter(None, pool.map(_failed, steps))]
    finally:
        # After Ctrl+C nothing more is begun.
        pool.shutdown(cancel_futures=True)
    if failed:
        raise Exit(f"Failed: {', '.join(failed)}.", FAILED)


def _failed(step: tuple[str, ...]) -> tuple[str, ...] | None:
    """Runs a step; gives it back if it failed."""
    title, *command = step
    begun = time.monotonic()
    with tempfile.TemporaryFile() as output:
        code = OWN.run(*command, output=output)
        output.seek(0)
        told = output.read().decode("utf-8", "replace")
    ended = f"{title}: {'FAILED' if code else 'passed'} in {time.monotonic() - begun:.0f} s"
    print(f"\n=== {title}: {' '.join(command)}\n{told}=== {ended}", flush=True)
    return step if code else None


def _after_dashes() -> list[str]:
    """What follows two dashes on the command line."""
    return sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []


def _run(program: str, *arguments: str, environment: Environment = OWN) -> None:
    if environment.run(program, *arguments):
        raise Exit(f"'{program}' failed.", FAILED)


def _suites(title: str, output: Path, *command: str) -> None:
    """Runs suites; what failed is told last. In CI everything is installed: what was skipped there shows nothing."""
    from tools.failures import failures, skipped  # noqa: PLC0415 - Robot Framework is imported slowly

    result = output / "output.xml"
    result.unlink(missing_ok=True)
    try:
        _step(title, *command)
    except Exit:
        if result.is_file():
            print("\nFailed:", *failures(result), sep="\n")
        raise
    if os.environ.get("CI") and (number := skipped(result)):
        raise Exit(f"{number} tests were skipped; in CI none may be.", FAILED)
