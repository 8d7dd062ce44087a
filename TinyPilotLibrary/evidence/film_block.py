"""What log.html shows of a film: some of its pictures, and a link to all."""

from pathlib import Path

from TinyPilotLibrary.evidence.film import Film
from TinyPilotLibrary.evidence.log_html import block, row, zoomed
from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.evidence.story import seconds

_SHOWN = 12


def film_block(film: Film, page: Path, files: LogPictures, trace: Path | None = None) -> str:
    """A film as HTML for log.html.

    Args:
        film: The film.
        page: The page that plays it.
        files: Makes links.
        trace: The trace that was made of it; None if there is none.
    """
    seen = [still for still in film.stills if still.picture]
    last = max(1, min(_SHOWN, len(seen)) - 1)
    chosen = dict.fromkeys(round(index * (len(seen) - 1) / last) for index in range(min(_SHOWN, len(seen))))
    small = [zoomed(files.link(page.with_name(seen[index].picture)), f"{seen[index].at:.1f} s") for index in chosen]
    also = f', <a href="{files.link(trace)}">trace for Playwright\'s viewer</a>' if trace else ""
    count = f"{len(seen)} screen{'' if len(seen) == 1 else 's'}"
    told = f'<p>What was shown and done: <a href="{files.link(page)}">{count} in {seconds(film.seconds)}</a>{also}</p>'
    return block([told, row([f'<div class="tp-row tp-small">{"".join(small)}</div>'])])
