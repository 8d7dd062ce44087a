"""Pictures beside log.html: each under a name of its own, that nothing replaces and every tool can link."""

import io
import re
from concurrent.futures import ProcessPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree
from urllib.parse import unquote

import numpy as np
import pytest
from PIL import Image
from robot.api import ExecutionResult
from robot.rebot import rebot
from robot.result import Keyword, ResultVisitor

from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.evidence.log_pictures import LogPictures, plain_name
from TinyPilotLibrary.vision.frame import Frame
from utest.conftest import Ran, RunSuite

_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url=virtual:?setup_prompt=10m    timeout=0s    {options}

*** Test Cases ***
"""


def _png(color: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (32, 32), color).save(buffer, "PNG")
    return buffer.getvalue()


def _color(file: Path) -> object:
    with Image.open(file) as shown:
        return shown.convert("RGB").getpixel((0, 0))


class _Links(HTMLParser):
    """What HTML loads and links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"src", "href"} and value]


class _Messages(ResultVisitor):
    def __init__(self) -> None:
        self.links = _Links()

    def start_keyword(self, keyword: Keyword) -> None:
        for message in keyword.messages:
            if message.html:
                self.links.feed(message.message)


def links_of(output: Path) -> list[str]:
    """All links of the log that is made of results."""
    messages = _Messages()
    ExecutionResult(output).visit(messages)
    return messages.links.found


def _assert_all_lead_somewhere(output: Path, log: Path) -> int:
    links = links_of(output)
    assert links
    for link in links:
        assert re.fullmatch(r"[A-Za-z0-9_./-]+", link), link
        assert (log / link).is_file(), link
    return len(links)


def test_a_screenshot_of_the_same_name_in_another_test_replaces_nothing(run_suite: RunSuite) -> None:
    tests = ("First\n    Take Screenshot    state\n    Press Keys    F2\n", "Second\n    Take Screenshot    state\n")
    ran = run_suite(_SUITE.format(options="") + "\n".join(tests))
    first, _, second, _ = links_of(ran.folder / "output.xml")
    assert (ran.folder / first).read_bytes() != (ran.folder / second).read_bytes()
    assert (first, second) == ("tinypilot/state.png", "tinypilot/state-2.png")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("state", "state"),
        ("My State", "My-State"),
        ("boot/step 1", "boot/step-1"),
        ("Gr\u00f6\u00dfe & Farbe?", "Grosse-Farbe"),
        ("../../etc/x", "etc/x"),
        ("a#b%c+d", "a-b-c-d"),
        ("\u65e5\u672c", "screenshot"),
        ("x" * 300, "x" * 100),
    ],
)
def test_names_are_of_characters_that_need_no_encoding(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_what_a_screenshot_returns_is_its_file(run_suite: RunSuite) -> None:
    ran = run_suite(
        _SUITE.format(options="") + "Only\n    ${path} =    Take Screenshot    My State\n    Log    ${path}\n"
    )
    assert links_of(ran.folder / "output.xml")[0] == "tinypilot/My-State.png"
    told = Path(ran.result.suite.tests[0].body[1].messages[0].message)
    assert told.parent == ran.folder / "tinypilot"
    assert told.read_bytes().startswith(b"\x89PNG")
    assert [ran.folder / link for link in links_of(ran.folder / "output.xml")] == [told, told]


def test_a_picture_that_cannot_be_saved_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    files = LogPictures(tmp_path / "file" / "folder")
    with pytest.raises(ConfigurationError, match=r"The picture '.*state\.png' cannot be saved: "):
        files.save_as(Frame.read(_png("red")), "state")


def test_the_same_frame_is_saved_once(tmp_path: Path) -> None:
    files = LogPictures(tmp_path)
    red, blue = Frame.read(_png("red")), Frame.read(_png("blue"))
    path = files.save(red)
    assert files.save(Frame.read(_png("red"))) == path != files.save(blue)
    path.unlink()
    assert _color(files.save(red)) == (255, 0, 0)


_COLORS = {"red": (255, 0, 0), "blue": (0, 0, 255), "black": (0, 0, 0), "white": (255, 255, 255)}
# A process may be given several shares; what is let go of is a run that is over, whose pictures the next one removes.
_KEPT: list[LogPictures] = []


def _save_many(folder: Path, color: str) -> list[Path]:
    files = LogPictures(folder)
    _KEPT.append(files)
    return [files.save_as(Frame.read(_png(color)), "state") for _ in range(20)]


@pytest.mark.integration
def test_processes_share_a_folder(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        saved = dict(zip(_COLORS, pool.map(_save_many, [tmp_path] * 4, _COLORS), strict=True))
    assert len({path for paths in saved.values() for path in paths}) == 80
    assert len(list(tmp_path.glob("*.png"))) == 80
    # Each process has what it saved itself under its names.
    for color, paths in saved.items():
        assert {_color(path) for path in paths} == {_COLORS[color]}


_FAILING = "Failing\n    Press Keys    F2\n    Wait Until Screen Contains    text:ZZ nothing ZZ    region=0,0,300,200\n"


def test_pictures_of_the_run_before_are_gone_and_those_of_others_stay(run_suite: RunSuite) -> None:
    text = _SUITE.format(options="") + f"{_FAILING}    [Teardown]    Take Screenshot    state\n"

    def pictures(ran: Ran) -> set[str]:
        return {file.name for file in (ran.folder / "tinypilot").iterdir() if file.suffix != ".run"}

    first = pictures(run_suite(text))
    other = pictures(run_suite(text, output="other.xml")) - first
    third = pictures(run_suite(text)) - other
    assert "state.png" in first
    assert "state-2.png" in other
    assert first & third == {"state.png"}
    ran = run_suite(_SUITE.format(options="") + "Passing\n    Get Screen Size\n")
    assert pictures(ran) == other


def test_results_are_merged_and_moved_with_their_pictures(run_suite: RunSuite, tmp_path: Path) -> None:
    text = _SUITE.format(options="") + _FAILING
    ran = run_suite(text)
    run_suite(text, output="rerun.xml", rerunfailed=str(ran.folder / "output.xml"))
    results = [str(ran.folder / name) for name in ("output.xml", "rerun.xml")]
    rebot(*results, outputdir=str(ran.folder), output="merged.xml", merge=True, stdout=io.StringIO())
    moved = copytree(ran.folder, tmp_path / "elsewhere")
    for name in ("output.xml", "rerun.xml", "merged.xml"):
        _assert_all_lead_somewhere(moved / name, moved)


def test_a_folder_with_a_blank_is_linked(run_suite: RunSuite, tmp_path: Path) -> None:
    options = f"screenshots={tmp_path / 'my pictures'}"
    ran = run_suite(_SUITE.format(options=options) + "Only\n    Take Screenshot    state\n")
    for link in links_of(ran.folder / "output.xml"):
        assert (ran.folder / unquote(link)).resolve().is_file()


def test_embedded_pictures_need_no_file(run_suite: RunSuite) -> None:
    ran = run_suite(_SUITE.format(options="embed=failures") + _FAILING)
    links = links_of(ran.folder / "output.xml")
    assert len(links) >= 2
    assert all(link.startswith("data:image/") for link in links)


@pytest.mark.parametrize("kind", ["few colours", "many colours", "JPEG"])
def test_of_a_saved_screen_every_pixel_is_as_it_came(tmp_path: Path, kind: str) -> None:
    pixels = np.zeros((200, 300, 3), np.uint8)
    pixels[50:80] = (10, 200, 30)
    if kind != "few colours":
        pixels[..., 0] = np.arange(300) % 251
        pixels[..., 1] = np.arange(200)[:, None]
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG" if kind == "JPEG" else "PNG")
    frame = Frame.read(buffer.getvalue())
    file = LogPictures(tmp_path).save(frame)
    assert file.stat().st_size <= len(frame.data)
    with Image.open(file) as saved:
        assert np.array_equal(np.asarray(saved.convert("RGB")), frame.color[..., ::-1])
