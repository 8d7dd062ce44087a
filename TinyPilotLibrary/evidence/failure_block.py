"""What log.html shows of a failed keyword: one block of HTML that needs no script."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape

from TinyPilotLibrary.evidence.events import InputSent, Looked
from TinyPilotLibrary.evidence.log_html import SHOWN_WIDTH, block, embedded, part, row, zoomed
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.evidence.look_pictures import compared_misses, marked_picture, texts_missed, texts_read
from TinyPilotLibrary.evidence.score_line import score_line
from TinyPilotLibrary.evidence.story import Story, seconds
from TinyPilotLibrary.vision.drawing.compact import compact_drawing, thumbnail
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.vision.pixels import Pixels

# In seconds. What is older must not pass for the screen at the failure.
STILL_TRUE = 1.0
_THUMBNAIL_WIDTH = 480
_COMPARED = ("wanted", "seen", "difference")
_NUMBER_OF_SECONDS = re.compile(r"\b\d+(\.\d+)? s\b")


@dataclass(frozen=True)
class Failure:
    """A keyword that failed.

    Args:
        message: Why.
        device: The alias of the device.
        story: What led to it.
        screen: The screen at the failure; None if there is none.
        unseen: Why the screen cannot be seen at the failure; empty if it can.
    """

    message: str
    device: str
    story: Story
    screen: Frame | None
    unseen: str = ""


class FailureBlock:
    """Makes the block of a failure.

    Args:
        files: Saves its pictures.
        embeds: Whether the pictures are in the HTML itself, too.
    """

    def __init__(self, files: LogPictures, *, embeds: bool = False) -> None:
        self._files = files
        self._embeds = embeds

    def html(self, failure: Failure) -> str:
        """The block of a failure.

        Args:
            failure: The failure.

        Returns:
            HTML; its pictures are saved.

        Raises:
            ConfigurationError: If a picture cannot be saved.
        """
        failure = self._veiled(failure)
        parts = [
            self._sentence(failure),
            *self._notices(failure),
            row([*self._screen(failure), *self._comparisons(failure)]),
            _scores(failure.story),
            *(f"<div>{text}</div>" for text in (texts_read(failure.story.look) if failure.story.look else ())),
            row([_inputs(failure.story), self._screens(failure.story)]),
        ]
        # The screen as it is: what is mended later is cut from it.
        frame = {"frame": self._files.link(self._files.save(failure.screen))} if failure.screen else {}
        html = block(parts, device=failure.device, cause=_cause(failure), **frame, **_missed(failure.story.look))
        return embedded(html, self._files.file_of) if self._embeds else html

    def _veiled(self, failure: Failure) -> Failure:
        """The failure as it may be shown."""
        over, story, look = self._files.veil.over, failure.story, failure.story.look
        screens = [(at, over(frame)) for at, frame in story.screens]
        shown = replace(story, look=replace(look, frame=over(look.frame)) if look else None, screens=screens)
        return replace(failure, story=shown, screen=over(failure.screen) if failure.screen else None)

    def _sentence(self, failure: Failure) -> str:
        first = failure.message.split("\n", 1)[0]
        interruption = failure.story.interruption if _is_time_limit(first) else ""
        told = f"{first.rstrip('.')}, {interruption}." if interruption else first
        return f"<p><strong>{escape(told)}</strong></p>"

    def _notices(self, failure: Failure) -> Iterator[str]:
        story, look = failure.story, failure.story.look
        if failure.unseen:
            yield f"<p>No picture of the screen at the failure: {escape(failure.unseen)}</p>"
            if story.lost:
                yield f"<p>It has been so for {seconds(story.now - story.lost[0])}.</p>"
        if failure.screen is None:
            return
        age = story.now - failure.screen.captured_at
        if look is not None and age > STILL_TRUE:
            yield f"<p>This is the last frame checked, {age:.0f} s before the failure.</p>"

    def _screen(self, failure: Failure) -> Iterator[str]:
        look, screen = failure.story.look, failure.screen
        if screen is None:
            return
        marked = marked_picture(look) if look is not None else None
        title = f"Screen of {failure.device} at the failure"
        path = self._files.save(screen)
        if marked is None:
            yield zoomed(self._files.link(path), title, width=SHOWN_WIDTH)
            return
        beside = f' <a href="{self._files.link(path)}">Without marks</a>'
        drawn = self._files.save_file(compact_drawing(marked), "marked")
        yield zoomed(self._files.link(drawn), title, beside, width=SHOWN_WIDTH)

    def _comparisons(self, failure: Failure) -> Iterator[str]:
        if failure.story.look is None:
            return
        for miss, pictures in compared_misses(failure.story.look):
            yield self._comparison(miss, pictures)

    def _comparison(self, miss: Miss, pictures: Sequence[Pixels]) -> str:
        """Wanted, seen and difference, pixel by pixel, and the first two one over the other; or what was wanted."""
        links = [
            self._files.link(self._files.save(Frame.of_pixels(pixels), name))
            for name, pixels in zip(_COMPARED, pictures, strict=False)
        ]
        names = (f"wanted: {escape(miss.locator)}", "on the screen", "difference")
        figures = "".join(
            f"<figure>{part(link, name)}<figcaption>{name}</figcaption></figure>"
            for link, name in zip(links, names, strict=False)
        )
        why = f"score {miss.score:.3f}, threshold {miss.threshold:.3f}: {miss.reason}"
        why += "; what is hatched does not count" if miss.closest.mask is not None else ""
        slide = _slide(*links[:2]) if len(links) > 1 else ""
        return f'<div><div class="tp-row">{figures}</div><p>{escape(why)}</p>{slide}</div>'

    def _screens(self, story: Story) -> str:
        small = [
            (
                self._files.link(self._files.save_file(thumbnail(frame.bare(), _THUMBNAIL_WIDTH), "small")),
                f"{seconds(max(0.0, story.now - at))} before",
            )
            for at, frame in story.screens
        ]
        if not small:
            return ""
        figures = "".join(zoomed(link, title) for link, title in small)
        return f'<div><p>Last different screens:</p><div class="tp-row tp-small">{figures}</div></div>'


def _slide(wanted: str, seen: str) -> str:
    return (
        "<details><summary>One over the other</summary><p>Drag the lower right corner of what was wanted.</p>"
        f'<div class="tp-slide">{part(seen, "")}<div>{part(wanted, "")}</div></div></details>'
    )


def _cause(failure: Failure) -> str:
    """What the failure comes from, without what differs from one failure of this cause to the next."""
    first = failure.message.split("\n", 1)[0]
    wait = failure.story.wait
    if failure.unseen:
        told = failure.unseen.split(". ", 1)[0].rstrip(".")
    elif failure.story.interruption and wait and _is_time_limit(first):
        told = f"time limit while waiting for {wait.awaited}"
    else:
        told = first.split(". ", 1)[0].rstrip(".")
    return _NUMBER_OF_SECONDS.sub("# s", told)


def _is_time_limit(message: str) -> bool:
    return "timeout" in message.lower() and "exceeded" in message


def _missed(look: Looked | None) -> dict[str, str]:
    """Where was looked and for which texts: what a studio judges anew."""
    if look is None:
        return {}
    region = {"region": str(look.region)} if look.region else {}
    texts = texts_missed(look)
    return {**region, **({"texts": json.dumps(texts)} if texts else {})}


def _scores(story: Story) -> str:
    if story.wait is None or not story.wait.timeout:
        return ""
    line = score_line(story.wait, story.scores(), story.changes)
    return f"<p>Best score over the wait; ticks below: the picture changed.</p><div>{line}</div>" if line else ""


def _inputs(story: Story) -> str:
    if not story.inputs:
        return "<p>No input in this test before.</p>"
    rows = "".join(_row_of(story.now, at, sent) for at, sent in story.inputs)
    return f"<div><p>Last inputs:</p><table>{rows}</table></div>"


def _row_of(now: float, at: float, sent: InputSent) -> str:
    when = (datetime.now().astimezone() - timedelta(seconds=now - at)).strftime("%H:%M:%S")
    where = f" at {sent.point[0]:.3f},{sent.point[1]:.3f}" if sent.point else ""
    how = "" if sent.delivered else ", not delivered"
    return f"<tr><td>{when}</td><td>{seconds(now - at)} before</td><td>{escape(sent.told)}{where}{how}</td></tr>"
