"""Reads character screens: firmware in text mode, boot loaders, consoles, text installers."""

from TinyPilotLibrary.text.cells.cell_reader import CellReader, read_cells
from TinyPilotLibrary.text.cells.font_learning import learn_font
from TinyPilotLibrary.text.cells.text_screen import UNSURE, TextLine, TextRun, TextScreen

__all__ = ["UNSURE", "CellReader", "TextLine", "TextRun", "TextScreen", "learn_font", "read_cells"]
