"""Follows every link of every page in a folder: `Library    atest.resources.crawler.Crawler`."""

import json
import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from robot.api.deco import keyword, library

_LINK = re.compile(r"""(?:src|href)=["']([^"'<>]+)["']""")
# Robot Framework's log keeps its texts in a script, most of them compressed.
_TEXTS = re.compile(r'window\.output\["strings"\] = window\.output\["strings"\]\.concat\((\[.*?\])\);', re.DOTALL)


@library
class Crawler:
    """Resolves links, also those of log.html, which are in its script."""

    @keyword
    def every_link_of_every_page_leads_to_a_file(self, folder: Path) -> int:
        """Returns how many links there are."""
        links = [(page, link) for page in sorted(folder.rglob("*.html")) for link in links_of(page)]
        assert links, f"There is no link in '{folder}'."
        lost = [f"{page}: {link}" for page, link in links if not (page.parent / unquote(link)).is_file()]
        assert not lost, "\n".join(lost)
        encoded = [f"{page}: {link}" for page, link in links if not re.fullmatch(r"[\w./-]+", link)]
        assert not encoded, "\n".join(encoded)
        return len(links)

    @keyword
    def pack_and_unpack(self, folder: Path, elsewhere: Path) -> None:
        """Packs a folder as CI systems keep it, and unpacks it in another place; the folder itself is moved away."""
        archive = elsewhere.with_suffix(".zip")
        with zipfile.ZipFile(archive, "w") as packed:
            for file in folder.rglob("*"):
                packed.write(file, file.relative_to(folder))
        folder.rename(folder.with_name(f"{folder.name}-moved"))
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(elsewhere)


def links_of(page: Path) -> Iterator[str]:
    """The links of a page to files."""
    text = page.read_text("utf-8")
    # Scripts escape `<` in a way that JSON does not know.
    lists = [json.loads(found.replace("\\x3c", "<")) for found in _TEXTS.findall(text)]
    texts = [text, *(_plain(line) for lines in lists for line in lines)]
    for line in texts:
        for link in _LINK.findall(line):
            told = unescape(link)
            if not re.match(r"#|\w+:|\$\{|\{\{", told) and "'" not in told:
                yield told.partition("#")[0]


def _plain(text: str) -> str:
    if text.startswith("*"):
        return text[1:]
    try:
        return zlib.decompress(b64decode(text)).decode()
    except (ValueError, zlib.error):
        return text
