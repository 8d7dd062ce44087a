"""The kernel's virtual capture: what is played to its HDMI output comes in at its HDMI input, through the real V4L2.

A Robot Framework library too: the functions that a suite needs are its keywords.
"""

import os
import select
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from robot.api.deco import keyword, library

from TinyPilotLibrary.devices.capture.v4l2 import kernel_api as kernel

CAPTURE, OUTPUT = "/dev/video0", "/dev/video1"
# The numbers of timings: v4l2-ctl's, and those of vivid's control dv_timings.
_TIMINGS = {(640, 480): (0, 0), (800, 600): (22, 24), (1280, 800): (41, 43)}
_BUFFERS = 3
# In milliseconds: on a busy machine the emulated one is slow.
_PATIENCE = 60_000
# V4L2_FIELD_NONE
_PROGRESSIVE = 1
_OUT = kernel.VIDEO_OUTPUT
_PARAMETERS = (
    "n_devs=1 node_types=0x101 num_inputs=1 input_types=0x3 num_outputs=1 output_types=0x1 "
    "vid_cap_nr=0 vid_out_nr=1 multiplanar=1"
)
_ALL = np.arange(256)
_LIGHT = np.rint(16 + _ALL * 219 / 255).astype(np.uint8)
_COLOR = np.rint(128 + (_ALL - 128) * 224 / 255).astype(np.uint8)
#: What dv_timings_signal_mode can be told to pretend.
SIGNALS = {"good": 4, "none": 1, "no lock": 2, "out of range": 3}


def uyvy(picture: Image.Image) -> bytes:
    """A picture as captures give it: 4:2:2, BT.601, brightness from 16 to 235."""
    # Pillow's conversion has all 256 values; the emulated processor would need a second for it in floating point.
    full = np.asarray(picture.convert("RGB").convert("YCbCr"))
    packed = np.empty((*full.shape[:2], 2), np.uint8)
    packed[:, :, 1] = _LIGHT[full[:, :, 0]]
    packed[:, 0::2, 0] = _COLOR[full[:, 0::2, 1]]
    packed[:, 1::2, 0] = _COLOR[full[:, 0::2, 2]]
    return packed.tobytes()


class _Output:
    """The HDMI output: the picture that was put last stays."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self._fd = os.open(OUTPUT, os.O_RDWR | os.O_NONBLOCK)
        shown = kernel.Format(type=_OUT)
        shown.fmt.pix = kernel.Pixels(*size, kernel.fourcc("UYVY"), field=_PROGRESSIVE)
        kernel.call(self._fd, kernel.S_FMT, shown)
        self._maps = kernel.map_buffers(self._fd, _OUT, _BUFFERS)
        self._free = list(range(len(self._maps)))
        self._plays = False

    def put(self, pixels: bytes) -> None:
        if not self._free:
            self._take_back()
        index = self._free.pop(0)
        self._maps[index][: len(pixels)] = pixels
        kernel.queue(self._fd, _OUT, index, len(pixels))
        if not self._plays:
            kernel.stream(self._fd, _OUT, on=True)
            self._plays = True

    def settle(self) -> None:
        """Waits until what was put last is shown: the kernel has given everything else back by then."""
        while len(self._free) < _BUFFERS - 1:
            self._take_back()

    def _take_back(self) -> None:
        waiting = select.poll()
        waiting.register(self._fd, select.POLLOUT)
        waiting.poll(_PATIENCE)
        self._free.append(kernel.dequeue(self._fd, _OUT).index)

    def close(self) -> None:
        kernel.stream(self._fd, _OUT, on=False)
        for mapped in self._maps:
            mapped.close()
        kernel.map_buffers(self._fd, _OUT, 0)
        os.close(self._fd)


@library(scope="GLOBAL", auto_keywords=False)
class Vivid:
    """The virtual capture with both ends, and what is played."""

    def __init__(self) -> None:
        self._output: _Output | None = None
        self._later: threading.Thread | None = None
        #: What is on the screen.
        self.screen = Image.new("RGB", (640, 480))

    @keyword
    def plug_in(self, width: int = 640, height: int = 480) -> None:
        """Loads vivid if need be, with a good signal of a size at both ends and nothing on the screen."""
        if not Path(CAPTURE).exists():
            subprocess.run(["modprobe", "vivid", *_PARAMETERS.split()], check=True)
        control("osd_text_mode=2,percentage_of_dropped_buffers=0")
        self._play((width, height))
        self.signal("good")
        control("loop_video=1")

    @keyword
    def show(self, picture: Image.Image | Path | str) -> None:
        """Shows a picture, as large as the screen or in its middle, and waits until it is shown."""
        assert self._output is not None, "'Plug In' comes first."
        content = picture if isinstance(picture, Image.Image) else Image.open(picture)
        screen = Image.new("RGB", self._output.size, "#203040")
        left, top = ((screen.size[axis] - content.size[axis]) // 2 for axis in (0, 1))
        screen.paste(content, (left, top))
        self.play(uyvy(screen))
        self._output.settle()
        self.screen = screen

    def play(self, pixels: bytes) -> None:
        """Shows a picture that was made ready by `uyvy`, at once."""
        assert self._output is not None, "'Plug In' comes first."
        self._output.put(pixels)

    @keyword
    def clear_screen(self) -> None:
        """Shows nothing."""
        self.show(Image.new("RGB", (1, 1), "#203040"))

    @keyword
    def signal(self, kind: str) -> None:
        """Pretends a signal: good, none, no lock, or out of range."""
        control(f"dv_timings_signal_mode={SIGNALS[kind]}")

    @keyword
    def change_resolution(self, width: int, height: int, picture: Image.Image | Path) -> None:
        """Does what a target does: no signal, then another resolution, then a picture."""
        self.signal("none")
        self._play((width, height))
        self.show(picture)
        self.signal("good")

    @keyword
    def later(self, seconds: float, name: str, *arguments: object) -> None:
        """Does something else after a while, beside the suite."""
        methods: dict[str, Callable[..., None]] = {
            "show": self.show,
            "signal": self.signal,
            "change resolution": self.change_resolution,
        }

        def run() -> None:
            time.sleep(seconds)
            methods[name.lower()](*arguments)

        self._later = threading.Thread(target=run)
        self._later.start()

    @keyword
    def draw_dialog(self, text: str, path: Path) -> Path:
        """Draws a dialog box with a text and saves it."""
        box = Image.new("RGB", (240, 120), "#c0c0c0")
        drawing = ImageDraw.Draw(box)
        drawing.rectangle((0, 0, 239, 20), fill="#103070")
        drawing.rectangle((80, 80, 160, 105), outline="black", width=2)
        drawing.text((20, 40), text, fill="black")
        box.save(path, "PNG")
        return path

    @keyword
    def cut_out_dialog(self, screenshot: Path, path: Path) -> Path:
        """Cuts the dialog box out of the middle of a screenshot, as one makes a template."""
        with Image.open(screenshot) as screen:
            left, top = screen.width // 2 - 120, screen.height // 2 - 60
            screen.crop((left, top, left + 240, top + 120)).save(path)
        return path

    @keyword
    def now_it_is_done(self) -> None:
        """Waits for what was to be done later."""
        if self._later is not None:
            self._later.join()

    def _play(self, size: tuple[int, int]) -> None:
        if self._output is not None:
            self._output.close()
        for_output, for_input = _TIMINGS[size]
        _v4l2(OUTPUT, f"--set-dv-bt-timings=index={for_output}")
        control(f"dv_timings={for_input}")
        self._output = _Output(size)
        self.show(Image.new("RGB", size, "#203040"))


def control(settings: str) -> None:
    """Sets controls of the capture."""
    _v4l2(CAPTURE, f"--set-ctrl={settings}")


def _v4l2(node: str, *arguments: str) -> None:
    subprocess.run(["v4l2-ctl", "-d", node, *arguments], check=True, capture_output=True, text=True)
