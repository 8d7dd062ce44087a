"""CONTRIBUTING.md adds a keyword and a test of it: they work as they stand there."""

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from TinyPilotLibrary.keywords import screen
from utest.keywords.conftest import Target

_GUIDE = Path(__file__).parents[2] / "CONTRIBUTING.md"


def test_a_keyword_is_added_as_the_guide_says(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"^( +)```python\n(.*?)^\1```$", _GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    keyword, test = (textwrap.dedent(block) for _, block in blocks)
    names: dict[str, Any] = {**vars(screen), "Target": Target}
    exec(keyword + "\n" + test, names)  # noqa: S102 - the guide is ours
    [added] = names.keys() & {"get_screen_size"}
    monkeypatch.setattr(screen.ScreenKeywords, added, names[added], raising=False)
    names["test_the_size_of_the_screen_is_got"](target)
