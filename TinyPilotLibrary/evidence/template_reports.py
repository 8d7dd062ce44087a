"""The files that tell how templates did in a run: one of each process, and a page of all of them."""

from pathlib import Path

from TinyPilotLibrary.evidence.log_pictures import LogPictures
from TinyPilotLibrary.evidence.template_table import template_page
from TinyPilotLibrary.evidence.template_use import SUFFIX, TemplateUses, uses_in
from TinyPilotLibrary.vision.drawing.compact import PictureFile

_NAME = "templates"


def save_template_uses(uses: TemplateUses, files: LogPictures) -> Path | None:
    """Saves what is known of templates so far, in the place of what was known before.

    Args:
        uses: What this process has learnt.
        files: Where the run puts its files.

    Returns:
        The page of all processes; None if no template was looked for.

    Raises:
        ConfigurationError: If a file cannot be written or read.
    """
    if not uses:
        return None
    run = files.run
    own = files.save_anew(PictureFile(uses.to_json(run).encode(), SUFFIX), _NAME)
    told: list[Path] = []
    # Another process that ends meanwhile may have written its page before it could know of this one.
    while told != (now := sorted(own.parent.glob(f"*{SUFFIX}"))):
        told = now
        page = PictureFile(template_page(uses_in(own.parent, run)).encode(), ".html")
        path = files.save_anew(page, _NAME, of_all=True)
    return path
