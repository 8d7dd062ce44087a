"""Pairs of a template and a frame: the same thing as a capture shows it, or something that only looks alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks._matching.crops import Crop, cut, fitted
from benchmarks._matching.scenes import FULL_HD, Scene, corpus, desktops, jpeg, noisy
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.templates.template import Template

# A change that nobody would see is none: so many levels, in so many pixels.
_SEEN, _SEEN_PIXELS = 24, 12

_LABELS = {"one digit": ("Port 8080", "Port 8090"), "check box": ("[ ]Secure Boot", "[x]Secure Boot")}
# Ground, text and ground of the selected row of light and dark themes: the palest of those that a person tells apart.
_THEMES = (
    ((250, 250, 250), (46, 52, 54), (248, 237, 233)),
    ((250, 250, 250), (40, 40, 40), (237, 237, 237)),
    ((243, 243, 243), (27, 27, 27), (233, 233, 233)),
    ((246, 245, 244), (46, 52, 54), (233, 231, 229)),
    ((36, 36, 36), (255, 255, 255), (48, 48, 48)),
    ((49, 54, 59), (239, 240, 241), (61, 68, 74)),
)
_ROWS = ("Free space", "Install alongside", "English (US)", "Manual partitioning")
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, eq=False)
class Pair:
    """A template and a frame.

    Args:
        kind: What was changed, or how it was captured.
        template: The template.
        frame: The frame.
        place: Where on the frame the template was cut, or what looks like it is.
    """

    kind: str
    template: Template
    frame: Frame
    place: Region

    @property
    def around(self) -> Region:
        """The place and 4 pixels about it."""
        left, top = max(0, int(self.place.left) - 4), max(0, int(self.place.top) - 4)
        right = min(self.frame.size.width, int(self.place.left + self.place.width) + 4)
        bottom = min(self.frame.size.height, int(self.place.top + self.place.height) + 4)
        return Region(left, top, right - left, bottom - top)


def lookalikes(per_scene: int, seed: int = 1) -> Iterator[Pair]:
    """What looks like a template and is not the same: templates clean and from JPEG, unscaled and scaled."""
    for plain, changes in _changed_scenes(per_scene, seed):
        for kind, region, changed in changes:
            for size in (plain.size, FULL_HD):
                place = _scaled(region, plain.size, size)
                before, after = plain.scaled(size), changed.scaled(size)
                shot, captured = Frame.read(jpeg(after.color)), Frame.read(jpeg(before.color))
                # What a capture does not show any more, as a thin line's colour, nobody can tell apart in it.
                if not _differs(part(captured.color, place), part(shot.color, place), blurred="hue" in kind):
                    continue
                for source in (before, Scene(before.name, captured.color)):
                    yield Pair(kind, cut(source, place).template, shot, place)


def true_pairs(per_scene: int, seed: int = 2) -> Iterator[Pair]:
    """What is the same: JPEG of quality 65 to 95, noise, and what a scaler makes of it."""
    random = np.random.default_rng(seed)
    for plain in scenes():
        for size in (plain.size, FULL_HD, Size(1280, 720)):
            scene = plain.scaled(size)
            crops = fitted(scene, per_scene, seed + len(plain.name))
            shots = {
                name: Frame.read(jpeg(noisy(scene.color, sigma, seed) if sigma else scene.color, quality))
                for name, quality, sigma in (
                    ("quality 65", 65, 0),
                    ("quality 80", 80, 0),
                    ("quality 95", 95, 0),
                    ("quality 65 to 95, noise 2", int(random.integers(65, 96)), 2),
                    ("quality 90, noise 3", 90, 3),
                )
            }
            source = Scene(scene.name, shots["quality 95"].color)
            for crop in crops:
                for kind, shot in shots.items():
                    yield Pair(kind, crop.template, shot, crop.region)
                yield Pair("template from JPEG", cut(source, crop.region).template, shots["quality 80"], crop.region)


def scenes() -> list[Scene]:
    """Screens of every program of the corpus, and desktops."""
    return [*corpus()[::3], *desktops(Size(1024, 768)), *desktops(FULL_HD)]


Changed = tuple[str, Region, Scene]


def _changed_scenes(per_scene: int, seed: int) -> Iterator[tuple[Scene, list[Changed]]]:
    for number, scene in enumerate(scenes()):
        random = np.random.default_rng(seed + number)
        for crop in fitted(scene, per_scene, seed + number):
            yield scene, list(_changed(crop, random))
        for plain, kind, region, other in _labels(scene, random):
            yield plain, [(kind, region, other)]


def _changed(crop: Crop, random: np.random.Generator) -> Iterator[Changed]:
    def changed(kind: str, change: Callable[[Pixels], Pixels]) -> Changed:
        color = crop.scene.color.copy()
        inside = part(color, crop.region)
        inside[:] = change(inside.copy())
        return kind, crop.region, Scene(crop.scene.name, color)

    for factor in (0.9, 0.8, 0.65, 0.5):
        yield changed(f"dimmed x{factor}", partial(_dimmed, factor=factor))
    yield changed("hue turned", lambda inside: _hue_turned(inside, int(random.choice([-15, 15]))))
    yield changed("hue mirrored, same brightness", _hue_mirrored)
    yield changed("other colour of text", lambda inside: _recoloured(inside, random))
    yield changed("focus ring", lambda inside: _ringed(inside, random))
    yield changed("caret", lambda inside: _with_caret(inside, random))
    yield changed("mouse pointer", lambda inside: _with_pointer(inside, random))


def _labels(scene: Scene, random: np.random.Generator) -> Iterator[tuple[Scene, str, Region, Scene]]:
    """Labels with a number and with a check box, drawn on the screen's own colours."""
    colors = scene.color.reshape(-1, 3)
    for kind in ("one digit", "check box", "one digit"):
        back = colors[int(random.integers(len(colors)))].astype(int)
        contrast = int(random.integers(90, 230)) * (1 if back.mean() < 128 else -1)
        ink, paper = (
            tuple(int(value) for value in reversed(color)) for color in (np.clip(back + contrast, 0, 255), back)
        )
        font = ImageFont.load_default(int(random.integers(11, 19)))
        plain, changed = (_label(scene, text, font, ink, paper) for text in _LABELS[kind])
        yield plain, kind, Region(44, 64, 130, 26), changed
    yield from _selections(scene, random)
    yield from _cells(scene, random)


def _label(scene: Scene, text: str, font: Font, ink: tuple[int, ...], paper: tuple[int, ...]) -> Scene:
    """A screen with a label on it; one that begins with brackets has a check box."""
    picture = Image.fromarray(np.ascontiguousarray(scene.color[:, :, ::-1]))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 60, 190, 94), fill=paper)
    if text.startswith("["):
        draw.rectangle((50, 70, 62, 82), outline=ink)
        draw.text((70, 68), text[3:], font=font, fill=ink)
        if text.startswith("[x]"):
            draw.line((53, 76, 55, 79, 60, 73), fill=ink, width=2)
    else:
        draw.text((52, 68), text, font=font, fill=ink)
    return Scene(scene.name, np.ascontiguousarray(np.asarray(picture)[:, :, ::-1]))


def _selections(scene: Scene, random: np.random.Generator) -> Iterator[tuple[Scene, str, Region, Scene]]:
    """A row of a list in its theme's own colours, not selected and selected."""
    for number in random.permutation(len(_THEMES))[:2]:
        ground, ink, selected = _THEMES[int(number)]
        font = ImageFont.load_default(int(random.integers(11, 19)))
        text = _ROWS[int(random.integers(len(_ROWS)))]
        plain, changed = (_row(scene, text, font, ink, paper, ground) for paper in (ground, selected))
        left, top, right, bottom = font.getbbox(text)
        region = Region(60 + int(left) - 4, 80 + int(top) - 4, int(right - left) + 8, int(bottom - top) + 8)
        for one, other in ((plain, changed), (changed, plain)):
            yield one, "pale selection", region, other


def _row(
    scene: Scene, text: str, font: Font, ink: tuple[int, ...], paper: tuple[int, ...], ground: tuple[int, ...]
) -> Scene:
    """A screen with a list on it, of which one row has a ground of its own."""
    picture = Image.fromarray(np.ascontiguousarray(scene.color[:, :, ::-1]))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((30, 40, 300, 140), fill=ground)
    draw.rectangle((40, 74, 290, 106), fill=paper)
    draw.text((60, 80), text, font=font, fill=ink)
    return Scene(scene.name, np.ascontiguousarray(np.asarray(picture)[:, :, ::-1]))


def _cells(scene: Scene, random: np.random.Generator) -> Iterator[tuple[Scene, str, Region, Scene]]:
    """A text screen of which one cell holds another character."""
    width, height = {400: (9, 16), 480: (8, 19)}.get(scene.size.height, (8, 16))
    if not scene.name.startswith(("linux", "grub-text", "seabios", "ipxe", "installer", "memtest")):
        return
    gray = cv2.cvtColor(scene.color, cv2.COLOR_BGR2GRAY)
    rows, columns = scene.size.height // height, scene.size.width // width
    inked = [
        (row, column)
        for row in range(rows)
        for column in range(4, columns - 6)
        if np.ptp(gray[row * height : (row + 1) * height, column * width : (column + 1) * width]) > 100
    ]
    for _ in range(3 if len(inked) > 20 else 0):
        (row, column), (other_row, other_column) = (inked[int(random.integers(len(inked)))] for _ in range(2))
        region = Region((column - 4) * width, row * height, 10 * width, height)
        color = scene.color.copy()
        color[row * height : (row + 1) * height, column * width : (column + 1) * width] = scene.color[
            other_row * height : (other_row + 1) * height, other_column * width : (other_column + 1) * width
        ]
        yield scene, "one cell of text", region, Scene(scene.name, color)


def _dimmed(color: Pixels, factor: float) -> Pixels:
    return np.asarray(color * factor, np.uint8)


def _hue_turned(color: Pixels, by: int) -> Pixels:
    hsv = cv2.cvtColor(color, cv2.COLOR_BGR2HSV)
    hsv[:, :, 0] = (hsv[:, :, 0].astype(int) + by) % 180
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR), np.uint8)


def _hue_mirrored(color: Pixels) -> Pixels:
    ycc = cv2.cvtColor(color, cv2.COLOR_BGR2YCrCb)
    ycc[:, :, 1:] = np.clip(256 - ycc[:, :, 1:].astype(int), 0, 255)
    return np.asarray(cv2.cvtColor(ycc, cv2.COLOR_YCrCb2BGR), np.uint8)


def _recoloured(color: Pixels, random: np.random.Generator) -> Pixels:
    """What stands out from the most frequent colour in another one."""
    flat = color.reshape(-1, 3)
    colors, counts = np.unique(flat, axis=0, return_counts=True)
    back = colors[counts.argmax()].astype(int)
    distance = np.abs(color.astype(int) - back).sum(axis=2, keepdims=True)
    share = distance / max(1, int(distance.max()))
    ink = np.array([(0, 220, 255), (255, 255, 0), (90, 90, 255), (80, 255, 80)][int(random.integers(4))])
    return np.asarray(back + (ink - back) * share, np.uint8)


def _ringed(color: Pixels, random: np.random.Generator) -> Pixels:
    """A thin line round it: solid or dotted, from faint to strong."""
    rows, columns = color.shape[:2]
    back = int(color[1, 1].mean())
    contrast = int(random.integers(50, 200))
    ink = back + contrast if back < 128 else back - contrast
    ringed = color.copy()
    cv2.rectangle(ringed, (1, 1), (columns - 2, rows - 2), (min(255, ink + 30), ink, max(0, ink - 30)))
    if random.integers(2):
        dots = np.indices((rows, columns)).sum(axis=0) % 2 == 0
        ringed[dots] = color[dots]
    return ringed


def _with_caret(color: Pixels, random: np.random.Generator) -> Pixels:
    rows, columns = color.shape[:2]
    x = int(random.integers(2, columns - 3))
    color[2 : max(5, rows - 2), x : x + 2] = 255 if color[:, x : x + 2].mean() < 128 else 0
    return color


def _with_pointer(color: Pixels, random: np.random.Generator) -> Pixels:
    rows, columns = color.shape[:2]
    x, y = int(random.integers(0, max(1, columns - 12))), int(random.integers(0, max(1, rows - 10)))
    outline = [(0, 0), (0, 16), (4, 12), (7, 18), (9, 17), (6, 11), (11, 11)]
    arrow = np.array([(x + across, y + down) for across, down in outline])
    cv2.fillPoly(color, [arrow], (255, 255, 255))
    cv2.polylines(color, [arrow], isClosed=True, color=(0, 0, 0))
    return color


def _differs(before: Pixels, after: Pixels, *, blurred: bool) -> bool:
    """Whether a person sees a difference; nobody sees the colour of single pixels, as of smoothed text's edges."""
    if blurred:
        before, after = (np.asarray(cv2.blur(color, (5, 5)), np.uint8) for color in (before, after))
    return int((cv2.absdiff(before, after).max(axis=2) > _SEEN).sum()) >= _SEEN_PIXELS


def _scaled(region: Region, before: Size, now: Size) -> Region:
    across, down = now.width / before.width, now.height / before.height
    left, top = round(region.left * across), round(region.top * down)
    right, bottom = round((region.left + region.width) * across), round((region.top + region.height) * down)
    return Region(left, top, right - left, bottom - top)
