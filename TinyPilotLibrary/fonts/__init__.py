"""Console fonts as data, with the characters of their glyphs."""

from TinyPilotLibrary.fonts.pf2 import installed_grub_font, parse_pf2
from TinyPilotLibrary.fonts.psf import Font, load_font, parse_font

__all__ = ["Font", "installed_grub_font", "load_font", "parse_font", "parse_pf2"]
