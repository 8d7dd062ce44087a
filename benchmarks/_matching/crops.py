"""Templates as a tester cuts them: round a label, a button, a menu row or an icon."""

from dataclasses import dataclass

import cv2
import numpy as np

from benchmarks._matching.scenes import Scene
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.templates.template import Template

# What has edges so strong is a thing; things so near to each other, in pixels, are one.
_EDGE, _GAP = 48, (13, 3)
_LEAST = Size(12, 7)


@dataclass(frozen=True, eq=False)
class Crop:
    """A template and where it was cut.

    Args:
        scene: The screen.
        region: Where on it.
        template: What was cut.
    """

    scene: Scene
    region: Region
    template: Template


def things(scene: Scene) -> list[Region]:
    """Rectangles round what a person would point at: words, rows, icons, buttons."""
    gray = cv2.cvtColor(scene.color, cv2.COLOR_BGR2GRAY)
    edges = cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > _EDGE
    joined = cv2.morphologyEx(edges.astype(np.uint8), cv2.MORPH_CLOSE, np.ones(_GAP[::-1], np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = [Region(int(x), int(y), int(width), int(height)) for x, y, width, height, _ in stats[1:]]
    most = Size(scene.size.width // 2, scene.size.height // 6)
    return [
        box
        for box in boxes
        if (box.width, box.height) >= _LEAST and box.width <= most.width and _LEAST.height <= box.height <= most.height
    ]


def fitted(scene: Scene, count: int, seed: int) -> list[Crop]:
    """Crops that fit round things, with a little of what is about them."""
    random = np.random.default_rng(seed)
    boxes = things(scene)
    chosen = random.permutation(len(boxes))[:count]
    crops = []
    for index in chosen:
        box, margin = boxes[index], int(random.integers(2, 9))
        left, top = max(0, int(box.left) - margin), max(0, int(box.top) - margin)
        right = min(scene.size.width, int(box.left + box.width) + margin)
        bottom = min(scene.size.height, int(box.top + box.height) + margin)
        crops.append(cut(scene, Region(left, top, right - left, bottom - top)))
    return crops


def of_size(scene: Scene, size: Size, count: int, seed: int) -> list[Crop]:
    """Crops of one size with a thing in their middle."""
    boxes = things(scene)
    crops = []
    for index in np.random.default_rng(seed).permutation(len(boxes)):
        middle = boxes[index].center
        left = min(max(0, int(middle.x) - size.width // 2), scene.size.width - size.width)
        top = min(max(0, int(middle.y) - size.height // 2), scene.size.height - size.height)
        region = Region(left, top, *size)
        if _has_a_feature(part(scene.color, region)):
            crops.append(cut(scene, region))
        if len(crops) == count:
            break
    return crops


def cut(scene: Scene, region: Region) -> Crop:
    """A crop of a scene."""
    return Crop(scene, region, Template(f"{scene.name} at {region}", part(scene.color, region).copy()))


def _has_a_feature(color: Pixels) -> bool:
    """Whether it has edges in more than one direction: nobody cuts a piece of a straight line."""
    gray = cv2.cvtColor(color, cv2.COLOR_BGR2GRAY).astype(np.float32)
    across = cv2.Sobel(gray, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(gray, cv2.CV_32F, 0, 1, ksize=3)
    return min(float((np.abs(edges) > _EDGE).mean()) for edges in (across, down)) > 0.02
