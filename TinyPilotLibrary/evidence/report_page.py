"""The report of a run as HTML: without scripts and inline styles, which CI systems do not allow."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from TinyPilotLibrary.evidence.run_results import EndedTest, Group, History, RunResults, Shown

STYLE = """:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;margin:24px auto;max-width:1200px;padding:0 16px}
h1{font-size:1.5em}h2{font-size:1.15em;margin:1.5em 0 .5em}h3{font-size:1em;margin:0}
article{border-left:4px solid #dc2626;padding:2px 0 2px 12px;margin:14px 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0}
img{max-width:100%;border:1px solid rgba(128,128,128,.5)}
figure{display:inline-block;margin:4px 10px 4px 0;vertical-align:top}figcaption,.dim{font-size:.85em;opacity:.75}
figure.screen{max-width:640px}
table{border-collapse:collapse}td,th{text-align:left;padding:2px 14px 2px 0;vertical-align:top}
.FAIL{color:#dc2626}.PASS{color:#16a34a}.SKIP{opacity:.7}
"""

Source = Callable[[Path], str]


def report_page(run: RunResults, past: Mapping[str, History], source: Source, style: str, templates: str = "") -> str:
    """The page of a report.

    Args:
        run: The results.
        past: How each test ended before, by its name.
        source: Gives the link to a picture.
        style: The element of the head that brings the style.
        templates: How templates did, as HTML; empty if none was looked for.

    Returns:
        HTML.
    """
    groups = "".join(f'<li><a href="#c{number}">{escape(str(group))}</a></li>' for number, group in _numbered(run))
    causes = "".join(
        f'<h2 id="c{number}">{escape(str(group))}</h2>' + "".join(_failure(test, past, source) for test in group.tests)
        for number, group in _numbered(run)
    )
    waits = "".join(
        f"<tr><td>{wait.seconds:.1f} s</td><td>{escape(wait.keyword)}</td><td>{escape(wait.test)}</td></tr>"
        for wait in run.waits
    )
    tests = "".join(
        f'<tr><td class="{test.status}">{test.status}</td><td>{escape(test.name)}</td><td>{test.seconds:.1f} s</td>'
        f"<td>{escape(_past(test, past))}</td></tr>"
        for test in run.tests
    )
    used = f"<h2>Templates in use</h2>{templates}\n" if templates else ""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(run.name)}</title>{style}</head><body>
<h1>{escape(run.name)}</h1><p>{run.summary}, {run.began:%Y-%m-%d %H:%M}, {run.seconds:.0f} s</p>
<ul>{groups}</ul>{causes}
<h2>Slowest waits</h2><table>{waits}</table>
{used}<h2>All tests</h2><table>{tests}</table>
</body></html>
"""


def embedded(file: Path) -> str:
    """A picture as a link that has it in itself.

    Args:
        file: The picture.
    """
    kind = {".jpg": "jpeg", ".webp": "webp"}.get(file.suffix, "png")
    return f"data:image/{kind};base64,{b64encode(file.read_bytes()).decode()}"


def _numbered(run: RunResults) -> list[tuple[int, Group]]:
    return list(enumerate(run.groups(), 1))


def _past(test: EndedTest, past: Mapping[str, History]) -> str:
    return past[test.name].told if test.name in past else ""


def _failure(test: EndedTest, past: Mapping[str, History], source: Source) -> str:
    before = _past(test, past)
    told = f' <span class="dim">{escape(before)}</span>' if before else ""
    shown = "".join(_shown(item, source) for item in test.shown)
    return f"<article><h3>{escape(test.name)}{told}</h3><pre>{escape(test.message)}</pre>{shown}</article>"


def _shown(shown: Shown, source: Source) -> str:
    figures = []
    if shown.screen is not None and shown.screen.is_file():
        figures.append(_figure(source(shown.screen), f"Screen of {shown.device}", ' class="screen"'))
    figures += [_figure(source(file), name) for name, file in shown.parts if file.is_file()]
    return "".join(figures)


def _figure(link: str, title: str, kind: str = "") -> str:
    told = escape(title)
    return f'<figure{kind}><img src="{link}" alt="{told}"><figcaption>{told}</figcaption></figure>'
