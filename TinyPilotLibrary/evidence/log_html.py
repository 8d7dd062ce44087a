"""Pieces of HTML for log.html: they need no script, and take the colours of the log, light or dark."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

#: How wide a screen is shown before it is enlarged, in pixels.
SHOWN_WIDTH = 480
_LONGEST_TEXT = 4000
_STYLE = """<style>
.tp{border-left:3px solid #dc2626;padding:2px 0 2px 10px;white-space:normal;max-width:1400px}
.tp p{margin:4px 0}.tp details{margin:6px 0}.tp summary{cursor:pointer}
.tp figure{margin:0}.tp figcaption{font-size:.85em;opacity:.75}
.tp-row{display:flex;flex-wrap:wrap;gap:10px;align-items:flex-start;margin:6px 0}
.tp img{border:1px solid rgba(128,128,128,.5);vertical-align:top}
.tp .tp-zoom{margin:0}.tp-zoom>summary{list-style:none;cursor:zoom-in}.tp-zoom[open]>summary{cursor:zoom-out}
.tp-zoom[open]>summary img{width:auto;max-width:none}
.tp-small img{width:150px}.tp-line{max-width:100%}
.tp pre{max-height:14em;overflow:auto;margin:4px 0}.tp mark{background:#fca5a5;color:#111}
.tp table{border-collapse:collapse}.tp td{padding:0 12px 0 0;border:0;vertical-align:top}
.tp-slide{position:relative;display:inline-block;overflow:hidden}
.tp-slide div{position:absolute;top:0;left:0;height:100%;width:50%;max-width:100%;overflow:hidden;resize:horizontal}
.tp-slide div{border-right:2px solid #2563eb}
.tp-slide div img{max-width:none}
</style>"""

_SOURCE, _LINK = re.compile(r'src="([^"]+)"'), re.compile(r"<a href=[^>]*>[^<]*</a>")


def block(parts: Iterable[str], **data: str) -> str:
    """A block of its own in the log.

    Args:
        parts: What is in it, as HTML; what is empty is left out.
        **data: What reports read of it.
    """
    told = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    return f'{_STYLE}<div class="tp"{told}>{"".join(filter(None, parts))}</div>'


def row(parts: Iterable[str]) -> str:
    """Pieces beside each other, or below where there is no room; empty if all of them are.

    Args:
        parts: The pieces, as HTML.
    """
    filled = "".join(filter(None, parts))
    return f'<div class="tp-row">{filled}</div>' if filled else ""


def linked(link: str, title: str) -> str:
    """A picture that is opened by a click.

    Args:
        link: The link to it.
        title: What it shows.
    """
    return f'<a href="{link}"><img src="{link}" width="{SHOWN_WIDTH}" alt="{escape(title)}"></a>'


def attachment(name: str, text: str, link: str | None) -> str:
    """What another channel told.

    Args:
        name: What it is called.
        text: What it told; of a long one the end is shown.
        link: The link to its file; None if there is none.
    """
    told = escape(name) if link is None else f'<a href="{link}">{escape(name)}</a>'
    return block([f"<p>{told}:</p><pre>{escape(text[-_LONGEST_TEXT:])}</pre>"])


def part(link: str, title: str) -> str:
    """A picture as large as it is.

    Args:
        link: The link to it.
        title: What it shows, as HTML.
    """
    return f'<img class="tp-part" src="{link}" alt="{title}">'


def zoomed(link: str, title: str, beside: str = "", *, width: int | None = None) -> str:
    """A picture that is enlarged where it is by a click.

    Args:
        link: The link to it.
        title: What it shows.
        beside: What stands beside its title, as HTML.
        width: How wide it is shown at first; None for as the block says.
    """
    told = escape(title)
    image = f'<img src="{link}" width="{width}" alt="{told}">' if width else part(link, told)
    return (
        f'<figure><details class="tp-zoom"><summary title="Larger or smaller">{image}</summary></details>'
        f'<figcaption>{told} <a href="{link}">Open</a>{beside}</figcaption></figure>'
    )


def embedded(html: str, file_of: Callable[[str], Path]) -> str:
    """The same HTML with its pictures in itself. Links to them are left out: there may be no file to open.

    Where the file was is told beside each picture, for reports.

    Args:
        html: The HTML.
        file_of: Gives the file of a link.
    """
    return _SOURCE.sub(
        lambda found: f'src="{_data_url(file_of(found[1]))}" data-file="{found[1]}"', _LINK.sub("", html)
    )


def _data_url(file: Path) -> str:
    kind = {".jpg": "jpeg", ".webp": "webp"}.get(file.suffix, "png")
    return f"data:image/{kind};base64,{b64encode(file.read_bytes()).decode()}"
