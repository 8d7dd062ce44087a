"""What log.html shows of failures of every kind: `Library    atest.resources.kinds.Kinds`."""

import json
import re
from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from PIL import Image, ImageFilter
from robot.api import ExecutionResult
from robot.api.deco import keyword, library
from robot.result import Keyword, ResultVisitor, TestCase

from TinyPilotLibrary.companion.server import running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed

# The first line of the firmware, and its prompt: nothing moves there.
_TITLE, _PROMPT = (0, 0, 360, 32), (0, 384, 360, 400)
_SOURCE = re.compile(r'<img [^>]*?src="([^"]+)"')
_PART = re.compile(r'<img class="tp-part" src="([^"]+)" alt="(wanted: [^"]*|on the screen|difference)"')
_OWN = re.compile(r"ZZ \S+ ZZ")
_HIDDEN = re.compile(r"<style>.*?</style>", re.DOTALL)


@library(scope="SUITE")
class Kinds:
    """Makes templates of which each fails for another reason, and reads the blocks of failures."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._served = ExitStack()

    @keyword
    def serve_a_soft_screen(self) -> str:
        """Serves a computer whose screen is out of focus, as behind a scaling capture. Returns its address."""
        computer = _SoftScreen(speed=Speed(power_on_test=0.0))
        computer.settings.setup_prompt = 100_000
        return self._served.enter_context(running(VirtualDevice(computer)))

    @keyword
    def stop_serving(self) -> None:
        """Ends what is served."""
        self._served.close()

    @keyword
    def make_pictures_of_every_kind(self, folder: Path) -> None:
        """Cuts templates out of the firmware's first screen, and changes each in another way."""
        folder.mkdir(parents=True, exist_ok=True)
        screen = VirtualComputer(speed=Speed(power_on_test=3600)).draw()
        title, prompt = screen.crop(_TITLE), screen.crop(_PROMPT)
        prompt.save(folder / "prompt.png")
        differs = prompt.copy()
        differs.paste((200, 200, 200), (150, 4, 170, 12))
        differs.save(folder / "a-part-differs.png")
        opaque = Image.new("L", prompt.size, 255)
        opaque.paste(0, (216, 0, 360, 16))
        differs.putalpha(opaque)
        differs.save(folder / "part-that-counts-differs.png")
        red, green, blue = title.split()
        Image.merge("RGB", (blue, green.point(lambda level: level // 2), red)).save(folder / "colour-differs.png")
        title.point(lambda level: level // 2).save(folder / "darker.png")
        title.resize((540, 48), Image.Resampling.BICUBIC).save(folder / "larger.png")
        covered = screen.crop((0, 0, 360, 96))
        covered.paste((90, 90, 200), (0, 40, 360, 96))
        covered.save(folder / "covered.png")
        noise = Image.effect_noise((60, 40), 90).convert("RGB")
        noise.save(folder / "nothing-alike.png")
        screen.paste((250, 120, 0), _PROMPT)
        screen.save(folder / "kind-needle.png")
        area = {"xpos": 0, "ypos": 384, "width": 360, "height": 16, "type": "match"}
        hole = {"xpos": 216, "ypos": 384, "width": 144, "height": 16, "type": "exclude"}
        (folder / "kind-needle.json").write_text(json.dumps({"area": [area, hole], "tags": ["kind-needle"]}))

    @keyword
    def read_blocks(self, output: Path) -> None:
        """Reads the blocks of all failed keywords in an output.xml."""
        blocks = _Blocks(output.parent)
        ExecutionResult(output).visit(blocks)
        self._blocks = blocks.found

    @keyword
    def shows(self, test: str, parts: str, *words: str) -> None:
        """The test has one block, with these pieces and no others, all these words, and pictures that are there."""
        [block] = self._of(test)
        assert block.parts == parts, block.parts
        missing = [word for word in words if word not in block.text]
        assert not missing, f"{missing} not in: {block.text}"
        gone = [file for file in block.files if not file.is_file()]
        assert not gone, gone
        # Compared pixel by pixel, so all are of one size.
        assert len(set(block.sizes)) <= 1, block.sizes

    @keyword
    def is_shown_within(self, test: str, *within: str) -> None:
        """The test has a block in each of these, and in no others."""
        shown = [block.within for block in self._of(test)]
        assert shown == [*within], shown

    @keyword
    def nothing_is_of_another_test(self) -> None:
        """What each test looks for is nowhere but in its own blocks."""
        assert self._blocks
        own = {test: set[str]() for test in {block.test for block in self._blocks}}
        for block in self._blocks:
            own[block.test] |= set(_OWN.findall(block.sentence))
        for block in self._blocks:
            strange = set(_OWN.findall(block.text)) - own[block.test]
            assert not strange, f"{block.test}: {strange}"

    def _of(self, test: str) -> "list[Block]":
        return [block for block in self._blocks if block.test == test]


@dataclass(frozen=True)
class Block:
    """What is shown of a failed keyword: in which test, in which keyword, and where that is called."""

    test: str
    keyword: str
    within: str
    html: str
    folder: Path

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", _HIDDEN.sub("", self.html))).split())

    @property
    def sentence(self) -> str:
        """The sentence at its top."""
        found = re.search(r"<strong>(.*?)</strong>", self.html)
        return unescape(found[1]) if found else ""

    @property
    def parts(self) -> str:
        """The pieces that it has, as a list of words."""
        has = {
            "screen": 'width="480"' in self.html,
            "marks": "Without marks" in self.html,
            "wanted": 'alt="wanted: ' in self.html,
            "difference": ">difference<" in self.html,
            "slider": "tp-slide" in _HIDDEN.sub("", self.html),
            "scores": "<svg" in self.html,
            "read": "<pre>" in self.html,
            "inputs": "<table>" in self.html,
            "screens": "Last different screens" in self.html,
        }
        return " ".join(name for name, is_there in has.items() if is_there)

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """The sizes of the pictures that are compared. They are opened: a link that leads nowhere fails."""
        sizes = []
        for source, _ in _PART.findall(self.html):
            with Image.open(self.folder / source) as picture:
                sizes.append(picture.size)
        return sizes

    @property
    def files(self) -> list[Path]:
        """The files of all its pictures."""
        return [self.folder / source for source in _SOURCE.findall(self.html)]


class _SoftScreen(VirtualComputer):
    """A virtual computer whose picture comes blurred."""

    def draw(self) -> Image.Image:
        return super().draw().filter(ImageFilter.GaussianBlur(1.4))


class _Blocks(ResultVisitor):
    """Collects the blocks of failed keywords."""

    def __init__(self, folder: Path) -> None:
        self.found: list[Block] = []
        self._folder = folder
        self._test = ""

    def start_test(self, test: TestCase) -> None:
        self._test = test.name

    def start_keyword(self, keyword: Keyword) -> None:
        for message in keyword.messages:
            html = str(message.message)
            if message.html and "data-cause" in html:
                parent = keyword.parent
                within = parent.name if isinstance(parent, Keyword | TestCase) else parent.type
                self.found.append(Block(self._test, keyword.name, str(within), html, self._folder))
