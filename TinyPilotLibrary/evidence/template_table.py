"""The table of the templates of a run, as HTML without scripts and inline styles."""

from collections.abc import Iterable, Sequence
from html import escape

from TinyPilotLibrary.evidence.template_use import TemplateUse, dying_first

_STYLE = """:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:24px}
h1{font-size:1.3em}table{border-collapse:collapse}td,th{text-align:left;padding:2px 14px 2px 0;vertical-align:top}
"""
_HEADS = ("Template", "Looked for", "Found", "Best score", "Worst score", "Before", "Last place")


def template_table(uses: Sequence[TemplateUse], before: Iterable[TemplateUse] = ()) -> str:
    """The table: templates whose worst score has fallen first, those that were never found last.

    Args:
        uses: How each template did.
        before: How they did in earlier runs.

    Returns:
        HTML, with the known defects that were on the screen below; empty if no template was looked for.
    """
    if not uses:
        return ""
    heads = "".join(f"<th>{head}</th>" for head in _HEADS)
    rows = "".join(_row(use, fall) for use, fall in dying_first(uses, before))
    defects = "".join(f"<li>{escape(told)}</li>" for told in defects_seen(uses))
    seen = f"<p>Known defects on the screen:</p><ul>{defects}</ul>" if defects else ""
    return f"<table><tr>{heads}</tr>{rows}</table>{seen}"


def defects_seen(uses: Iterable[TemplateUse]) -> list[str]:
    """The known defects that were on the screen, one sentence each.

    Args:
        uses: How each template did.
    """
    return [f"{use.defect}: {use.picture}, {_times(use.found)}" for use in uses if use.defect and use.found]


def template_page(uses: Sequence[TemplateUse]) -> str:
    """The table as a page of its own.

    Args:
        uses: How each template did.
    """
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Templates in use</title><style>{_STYLE}</style></head><body>
<h1>Templates in use</h1>{template_table(uses)}
</body></html>
"""


def _row(use: TemplateUse, fall: float) -> str:
    if not use.found:
        cells = [str(use), str(use.looked), "never", "", "", "", ""]
    else:
        before = f"{use.worst + fall:.3f}" if fall else ""
        cells = [str(use), str(use.looked), str(use.found), f"{use.best:.3f}", f"{use.worst:.3f}", before, use.place]
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
