"""A machine in front of the camera: keys in, pictures with their true characters out."""

import io
import json
import re
import time
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from atest.lab.machine import Machine
from benchmarks.frames.mirror import Mirror
from benchmarks.frames.truth import Truth, cp437, of_kernel, of_text_memory
from TinyPilotLibrary.devices.qemu.qemu_device import QemuDevice
from TinyPilotLibrary.devices.qemu.qmp_connection import QmpSession
from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.vision.frame import Frame

HERE = Path(__file__).parent
_COLOURS_OF_A_PALETTE = 256
_LOOK = 0.15
_CURSOR_PIXELS = 64
_EDGE = 60
_DARK = 20
_BELOW_THE_BANNER = 100


@dataclass(frozen=True)
class Mirrored:
    """A console that is repeated on the serial port.

    Args:
        columns: Width in characters.
        rows: Height in characters.
        offset: Where the first cell is.
        font: What it is drawn with.
        cell: Width and height of a cell.
        encoding: How characters go over the line.
    """

    columns: int
    rows: int
    offset: tuple[int, int]
    font: str = "edk2"
    cell: tuple[int, int] = (8, 19)
    encoding: str = "cp437"

    def read(self, serial: bytes) -> Mirror:
        """The screen that these bytes have drawn."""
        mirror = Mirror(self.columns, self.rows)
        if self.encoding == "cp437":
            mirror.feed(cp437(serial, keep="\r\n\b\x1b"))
        else:
            mirror.feed(serial.decode(self.encoding, "replace"))
        return mirror


class Studio:
    """A machine in front of the camera.

    Args:
        machine: The machine, switched on.
        source: What is seen: the program and its version.
        to: The folder that the pictures go to.
    """

    def __init__(self, machine: Machine, source: str, to: Path = HERE) -> None:
        self._machine = machine
        self._source = source
        self._to = to
        self._session = QmpSession(str(machine.watcher))
        self._device = QemuDevice("studio", self._session)
        self._last: Frame | None = None

    def __enter__(self) -> "Studio":  # noqa: PYI034 - Self is not in Python 3.10
        return self

    def __exit__(self, *_: object) -> None:
        self._device.close()

    @property
    def serial(self) -> bytes:
        """What came out of the serial port."""
        return self._machine.serial.read_bytes() if self._machine.serial.exists() else b""

    def press(self, *chords: str) -> None:
        """Presses keys, each as the library's keywords name them, and lets the screen come to rest after each."""
        for chord in chords:
            self._device.type([Chord.parse(chord).keystroke])
            self.rest()

    def type(self, text: str) -> None:
        """Types text."""
        self._device.type(US.keystrokes(text))

    def rest(self, still: float = 0.8, limit: float = 20.0) -> None:
        """Waits until the screen has not changed for a while."""
        begun = since = time.monotonic()
        last = self._device.frame()
        while (now := time.monotonic()) - since < still and now - begun < limit:
            time.sleep(_LOOK)
            frame = self._device.frame()
            if _differs(frame, last):
                last, since = frame, time.monotonic()

    def wait(self, there: Callable[[], bool], limit: float) -> None:
        """Waits for a condition.

        Raises:
            TimeoutError: If it did not become true.
        """
        deadline = time.monotonic() + limit
        while not there():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self._source}: waited {limit:g} s in vain")
            time.sleep(_LOOK)

    def wait_for_memory(self, text: str, limit: float, press: str = "") -> None:
        """Waits until the VGA's text memory has a text, and presses a key until then."""

        def there() -> bool:
            if press:
                self._device.type([Chord.parse(press).keystroke])
            return text in "".join(self.text_memory().lines)

        self.wait(there, limit)

    def wait_for_size(self, width: int, height: int, limit: float) -> None:
        """Waits until the screen has a size."""
        self.wait(lambda: self._device.frame().size == (width, height), limit)

    def wait_for_change_of_size(self, limit: float) -> None:
        """Waits until the screen has another size than now."""
        size = self._device.frame().size
        self.wait(lambda: self._device.frame().size != size, limit)

    def wait_for_light(self, share: float, limit: float) -> None:
        """Waits until this share of the pixels is not black."""
        self.wait(lambda: float(np.mean(self._device.frame().gray > _DARK)) >= share, limit)

    def wait_for_page(self, ink: float, limit: float) -> None:
        """Waits until the screen rests with a page on it: blank pages lie between.

        Args:
            ink: The least share of pixels beside which the brightness changes sharply.
            limit: The longest time, in seconds.
        """
        frame = None

        def there() -> bool:
            nonlocal frame
            self.rest(3)
            frame = self._device.frame()
            edges = np.abs(np.diff(frame.gray[_BELOW_THE_BANNER:].astype(np.int16), axis=1)) > _EDGE
            return float(edges.mean()) > ink and not self._is_last(frame)

        self.wait(there, limit)

    def _is_last(self, frame: Frame) -> bool:
        return self._last is not None and not _differs(frame, self._last)

    def text_memory(self) -> Truth:
        """What the VGA's text memory has now."""
        return of_text_memory(self._session.command, self._machine.folder)

    def text_mode(self, name: str, selected: str = "") -> None:
        """Stores the screen of a VGA in text mode, with the characters of its memory."""
        self._session.command("stop")
        frame, truth = self._device.frame(), self.text_memory()
        self._session.command("cont")
        self._store(name, frame, "VGA text memory", truth, font="vga", cell=(9, 16), offset=(0, 0), selected=selected)

    def mirror(self, console: Mirrored) -> Mirror:
        """The screen that the serial port has drawn."""
        return console.read(self.serial)

    def wait_for_mirror(self, text: str, console: Mirrored, limit: float, press: str = "") -> None:
        """Waits until the serial port has drawn a text, and presses a key until then."""

        def drawn() -> bool:
            if press:
                self._device.type([Chord.parse(press).keystroke])
            return text in "".join(self.mirror(console).lines)

        self.wait(drawn, limit)

    def mirrored(
        self, name: str, console: Mirrored, selected: str = "", known: Mapping[int, str] | None = None
    ) -> None:
        """Stores a text screen, with the characters of its serial mirror, or with those that are known better."""
        self.rest()
        self._session.command("stop")
        frame, mirror = self._device.frame(), self.mirror(console)
        self._session.command("cont")
        rows = [(known or {}).get(row, line).ljust(console.columns) for row, line in enumerate(mirror.lines)]
        truth = Truth(tuple(rows), cursor=mirror.cursor)
        how = {"font": console.font, "cell": console.cell, "offset": console.offset, "selected": selected}
        self._store(name, frame, "serial mirror", truth, **how)

    def wait_for_scene(self, scene: int, limit: float = 90) -> "re.Match[bytes]":
        """Waits until Linux has shown a screen and said what is on it."""
        wanted = re.compile(rb"BEGIN %d\r?\n(.*?)MIDDLE\r?\n(.*?)END" % scene, re.DOTALL)
        self.wait(lambda: wanted.search(self.serial) is not None, limit)
        found = wanted.search(self.serial)
        assert found is not None
        return found

    def kernel_console(self, name: str, scene: int, font: str, cell: tuple[int, int]) -> None:
        """Stores a console of Linux, with the characters that the kernel says are on it."""
        found = self.wait_for_scene(scene)
        self.rest()
        truth = of_kernel(*(b64decode(re.sub(rb"\s", b"", part)) for part in found.groups()))
        self._store(
            name, self._device.frame(), "the kernel's console", truth, font=font, cell=list(cell), offset=[0, 0]
        )

    def graphical(self, name: str, *, at_once: bool = False) -> None:
        """Stores a screen that has no cells; its text is read by a person and written to the file by hand."""
        if not at_once:
            self.rest()
        self._store(name, self._device.frame(), "read by a person", None)

    def told(self, name: str, lines: Sequence[str], by: str) -> None:
        """Stores a screen that has no cells, with the lines that the program was told to show.

        Args:
            name: The picture's name.
            lines: The lines.
            by: Where they are from.
        """
        self._store(name, self._device.frame(), by, None, lines=list(lines))

    def _store(self, name: str, frame: Frame, by: str, truth: Truth | None, **more: Any) -> None:  # noqa: ANN401
        self._last = frame
        save_picture(frame, self._to / f"{name}.png")
        facts: dict[str, Any] = {"source": self._source, "kind": "cells" if truth else "graphical", "truth": by, **more}
        if truth:
            facts |= {"cursor": truth.cursor}
            facts |= {"lines": truth.lines, "attributes": truth.attributes}
        path = self._to / f"{name}.json"
        if not truth and not more and path.exists():
            facts["lines"] = json.loads(path.read_text("utf-8")).get("lines", [])
        save_facts(path, **facts)


def _differs(frame: Frame, other: Frame) -> bool:
    # A cursor that blinks changes fewer pixels.
    if frame.size != other.size:
        return True
    return int(np.count_nonzero(frame.gray != other.gray)) > _CURSOR_PIXELS


def save_facts(path: Path, **facts: Any) -> None:  # noqa: ANN401 - JSON
    """Stores what is true of a picture beside it."""
    path.with_suffix(".json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(path.stem, flush=True)


def save_picture(frame: Frame, path: Path) -> None:
    """Stores a picture as a PNG, with a palette where that loses nothing."""
    with Image.open(io.BytesIO(frame.data)) as opened:
        picture = opened.convert("RGB")
    colours = picture.getcolors(_COLOURS_OF_A_PALETTE)
    if colours:
        few = picture.quantize(len(colours), dither=Image.Dither.NONE)
        if few.convert("RGB").tobytes() == picture.tobytes():
            picture = few
        else:
            print(f"{path.name}: the palette would lose colours")
    picture.save(path, optimize=True)
