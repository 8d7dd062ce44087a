"""What a person is shown of a look in vain, and what is proposed instead."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.evidence.events import Looked
from TinyPilotLibrary.evidence.look_pictures import compared_misses
from TinyPilotLibrary.finding.locators import Locator, LocatorKind
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.studio.pauses import Missed, Proposal
from TinyPilotLibrary.studio.studio_requests import PausedThing, ProposedArea
from TinyPilotLibrary.studio.trying import box
from TinyPilotLibrary.text.search.text_miss import TextMiss
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.vision.needles.needle import Needle

# Beyond them nothing is like the text.
_MOST_LINES = 12
_PICTURES = ("wanted", "seen", "difference")


def missed_in(look: Looked, catalog: TemplateCatalog, folders: Sequence[Path]) -> list[Missed]:
    """What was missed in a look, each with what came closest.

    Args:
        look: The look.
        catalog: The templates.
        folders: Where they are.
    """
    if look.is_found:
        return []
    compared = {id(miss): pictures for miss, pictures in compared_misses(look)}
    return [
        Missed(
            miss.locator,
            box(miss.region) if miss.region else None,
            miss.score,
            miss.threshold,
            miss.reason,
            {
                name: Frame.of_pixels(pixels).png()
                for name, pixels in zip(_PICTURES, compared.get(id(miss), ()), strict=False)
            },
            _proposal(miss, catalog, list(folders)),
            miss.lines[:_MOST_LINES] if isinstance(miss, TextMiss) else (),
        )
        for miss in look.misses
    ]


def told_miss(missed: Missed) -> PausedThing:
    """A miss as the page is told it."""
    proposal = missed.proposal
    return PausedThing(
        locator=missed.locator,
        region=missed.region,
        score=round(missed.score, 4),
        threshold=round(missed.threshold, 4),
        reason=missed.reason,
        pictures=list(missed.pictures),
        folder=str(proposal.folder) if proposal else "",
        name=proposal.name if proposal else "",
        areas=[ProposedArea(kind=kind, region=region) for kind, region in proposal.areas] if proposal else [],
        replaces=proposal.replaces if proposal else False,
        tags=list(proposal.tags) if proposal else [],
        read=[list(line) for line in missed.read],
    )


def _proposal(miss: Miss, catalog: TemplateCatalog, folders: list[Path]) -> Proposal | None:
    try:
        locator = Locator.parse(miss.locator)
        files = catalog.files(locator, folders)
    except LocatorError:
        return None
    placed = next(_placed(files, folders), None)
    if placed is None:
        return None
    folder, name = placed
    near = [("match", box(miss.region))] if miss.region else []
    if len(files) > 1:
        # One more of those that the locator stands for.
        tags = locator.value.split() if locator.kind is LocatorKind.TAG else []
        return Proposal(folder, _free(folder, name), near, replaces=False, tags=tags)
    return Proposal(folder, name, _areas(files[0], catalog) or near, replaces=True)


def _placed(files: Sequence[Path], folders: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """The file of a template as a folder and a name in it."""
    for file in files[:1]:
        for folder in folders:
            if file.is_relative_to(folder):
                yield folder, file.relative_to(folder).with_suffix(".png").as_posix()


def _areas(file: Path, catalog: TemplateCatalog) -> list[tuple[str, list[int]]]:
    """The areas of a needle, where they were; none of a template."""
    try:
        [resolved] = catalog.find([Locator(LocatorKind.IMAGE, file.name, file.name)], [file.parent])
    except LocatorError:
        return []
    return [
        area
        for picture in resolved.pictures
        if isinstance(picture, Needle)
        for area in [
            *(("match", box(item.region)) for item in picture.areas),
            *(("exclude", box(region)) for region in picture.excluded),
            *(("text", box(region)) for region in picture.texts),
        ]
    ]


def _free(folder: Path, name: str) -> str:
    """A name beside another that no file has."""
    stem = name.removesuffix(".png")
    return next(free for number in range(2, 1_000_000) if not (folder / (free := f"{stem}-{number}.png")).exists())
