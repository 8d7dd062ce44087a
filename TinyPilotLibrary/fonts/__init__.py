"""Console fonts as data, with what each glyph means."""

from TinyPilotLibrary.fonts.psf import Font, load_font

__all__ = ["Font", "load_font"]
