"""Making the report of a run: by the command, or by Robot Framework itself when the results are written."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.report_files import CiSystem, Report, films_in
from TinyPilotLibrary.evidence.run_results import RunResults, histories
from TinyPilotLibrary.evidence.template_use import merged, uses_in
from TinyPilotLibrary.evidence.whole_files import write_whole


@dataclass(frozen=True)
class WrittenReport:
    """A report that was written.

    Args:
        run: What it is of.
        page: Its page.
    """

    run: RunResults
    page: Path


def write_report(
    results: Path,
    folder: Path | None = None,
    single_file: Path | None = None,
    history: Sequence[Path] = (),
    ci: CiSystem | None = None,
) -> WrittenReport:
    """Writes the report of a run.

    Args:
        results: Its output folder, or its output.xml.
        folder: The folder for the report; `report` beside the results if None.
        single_file: A page that has everything in itself; none if None.
        history: The results of earlier runs.
        ci: Who reads junit.xml; found out from the environment if None.

    Raises:
        ConfigurationError: If there are no results, or something cannot be written.
    """
    run = RunResults.read(results)
    earlier = [RunResults.read(place) for place in history]
    before = merged(use for place in history for use in uses_in(_folder_of(place)))
    base = _folder_of(results)
    made = Report(run, histories([*earlier, run]) if earlier else {}, uses_in(base), before)
    system = ci or (CiSystem.JENKINS if os.environ.get("JENKINS_URL") else CiSystem.GITLAB)
    project = Path(os.environ.get("CI_PROJECT_DIR") or Path.cwd())
    target = folder or base / "report"
    try:
        page = made.write_folder(target)
        made.write_junit(target / "junit.xml", target / "pictures", system, project)
        write_whole(target / "summary.md", made.markdown().encode())
        made.write_events(target / "events.jsonl", [film for film, _ in films_in(base)])
        if single_file is not None:
            made.write_single_file(single_file)
    except OSError as error:
        raise ConfigurationError(f"The report cannot be written: {error}.") from error
    return WrittenReport(run, page)


class Reporter:
    """A listener that writes the report when the results are written: `robot --listener TinyPilotLibrary.Reporter`.

    Args:
        single_file: The name of a page beside the results that has everything in itself; none if empty.
        *history: The output folders of earlier runs.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, single_file: str = "", *history: str) -> None:
        self._single_file = single_file
        self._history = [Path(place) for place in history]

    def output_file(self, path: Path | None) -> None:
        """The results are written.

        Args:
            path: Their file; None if there is none.
        """
        # Some versions of Robot Framework say in a word that there is none.
        if path is None or str(path) == "None":
            return
        single_file = Path(path).parent / self._single_file if self._single_file else None
        write_report(Path(path), single_file=single_file, history=self._history)


def _folder_of(place: Path) -> Path:
    return place if place.is_dir() else place.parent
