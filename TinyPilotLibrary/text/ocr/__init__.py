"""OCR: engines that read pictures of lines, and the threads that they run in."""

from TinyPilotLibrary.text.ocr.engine import OcrEngine
from TinyPilotLibrary.text.ocr.engine_choice import OcrChoice, check_engine, choose_engine
from TinyPilotLibrary.text.ocr.scripts import Script, parse_scripts
from TinyPilotLibrary.text.ocr.workers import Reading, Workers

__all__ = ["OcrChoice", "OcrEngine", "Reading", "Script", "Workers", "check_engine", "choose_engine", "parse_scripts"]
