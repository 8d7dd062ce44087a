"""Reads character screens: firmware in text mode, boot loaders, consoles, text installers."""

from TinyPilotLibrary.vision.cells.learning import learn_font
from TinyPilotLibrary.vision.cells.reader import CellReader, read_cells
from TinyPilotLibrary.vision.cells.screen import UNSURE, TextLine, TextRun, TextScreen

__all__ = ["UNSURE", "CellReader", "TextLine", "TextRun", "TextScreen", "learn_font", "read_cells"]
