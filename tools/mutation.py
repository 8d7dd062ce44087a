"""Mutation testing: the code is changed in one place, by cosmic-ray, and the unit tests have to fail.

A random sample of the mutants is tested, since all of them take hours, and in a copy of the project. Each survivor is
printed as a diff for a person to judge: some changes make no difference.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import WorkerOutcome, WorkResult

from tools.environment import ROOT

# In seconds. A mutant that takes longer counts as noticed: it probably never ends.
_LONGEST = 180
# Left out: | in types, which no test can notice, and operators that need variables named in the settings.
_NO_CHANGE = ("core/ReplaceBinaryOperator_BitOr_", "core/Variable")
_LEFT_OUT = ("results", "dist", ".git", ".venv*", "__pycache__", ".*_cache", ".hypothesis")


@dataclass(frozen=True)
class Part:
    """A part of the code, and the tests that must notice a change in it.

    Args:
        code: A file or folder.
        tests: Files or folders.
    """

    code: str
    tests: Sequence[str]


PARTS = {
    "finding": Part(
        "TinyPilotLibrary/finding",
        ["utest/finding", *(f"utest/keywords/test_{name}.py" for name in ("places", "screen", "reading", "menus"))],
    ),
    "watching": Part(
        "TinyPilotLibrary/watching",
        ["utest/watching", *(f"utest/keywords/test_{name}.py" for name in ("screen", "menus"))],
    ),
    "verdict": Part(
        "TinyPilotLibrary/vision/templates/verdict.py", ["utest/vision/test_basics.py", "utest/vision/templates"]
    ),
}


@dataclass(frozen=True)
class Score:
    """How many mutants were tested, and which survived.

    Args:
        made: The number of mutants of the part.
        tested: The number of those that were tested.
        survivors: The diff of each one that no test noticed.
    """

    made: int
    tested: int
    survivors: Sequence[str]

    def __str__(self) -> str:
        killed = self.tested - len(self.survivors)
        return (
            f"{killed} of {self.tested} tested mutants were noticed ({killed / self.tested:.0%}); there are {self.made}"
        )


def score_of(part: Part, most: int, seed: int, folder: Path) -> Score:
    """Tests a sample of the mutants of a part of the code.

    Args:
        part: The part.
        most: How many mutants are tested.
        seed: Which ones: the same number chooses the same.
        folder: An empty folder for a copy of the project.
    """
    copy = folder / "project"
    shutil.copytree(ROOT, copy, symlinks=True, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    command = " ".join([sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *part.tests])
    settings, database = folder / "settings.toml", folder / "mutants.sqlite"
    settings.write_text(
        f'[cosmic-ray]\nmodule-path = "{part.code}"\ntimeout = {_LONGEST}\nexcluded-modules = []\n'
        f'test-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n'
    )
    _cosmic_ray(copy, "init", settings, database)
    _cosmic_ray(copy, "baseline", settings)
    with use_db(str(database), WorkDB.Mode.open) as work:
        jobs = sorted(
            (str(change.module_path), change.start_pos, change.operator_name, item.job_id)
            for item in work.work_items
            for change in item.mutations
            if not change.operator_name.startswith(_NO_CHANGE)
        )
        chosen = {job[-1] for job in random.Random(seed).sample(jobs, min(most, len(jobs)))}  # noqa: S311 - no secret
        others = [item.job_id for item in work.work_items if item.job_id not in chosen]
        work.set_multiple_results(others, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))
    _cosmic_ray(copy, "exec", settings, database)
    with use_db(str(database), WorkDB.Mode.open) as work:
        results = [result for job, result in work.results if job in chosen]
    return Score(len(jobs), len(results), [str(result.diff) for result in results if not result.is_killed])


def _cosmic_ray(copy: Path, action: str, *files: Path) -> None:
    # Compiled code is told by size and time in seconds: a mutant may have the same as the code.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(
        [sys.executable, "-m", "cosmic_ray.cli", action, *map(str, files)], cwd=copy, env=environment, check=True
    )


def main() -> None:
    """Tests mutants and prints those that survive."""
    parser = argparse.ArgumentParser(prog="python3 tasks.py mutation --", description="Mutation testing")
    parser.add_argument("--only", choices=sorted(PARTS), action="append", help="one part; may be given several times")
    parser.add_argument("--most", type=int, default=60, help="how many mutants of each part are tested")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    options = parser.parse_args()
    for name in options.only or PARTS:
        with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
            score = score_of(PARTS[name], options.most, options.seed, Path(folder))
        for survivor in score.survivors:
            print(f"\n{survivor}")
        print(f"{name}: {score}", flush=True)


if __name__ == "__main__":
    main()
