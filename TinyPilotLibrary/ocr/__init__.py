"""OCR: engines that read pictures of lines, and the threads that they run in."""

from TinyPilotLibrary.ocr.choosing import OcrChoice, check_engine, choose_engine
from TinyPilotLibrary.ocr.engine import OcrEngine
from TinyPilotLibrary.ocr.workers import Reading, Workers

__all__ = ["OcrChoice", "OcrEngine", "Reading", "Workers", "check_engine", "choose_engine"]
