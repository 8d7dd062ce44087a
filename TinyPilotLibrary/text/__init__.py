"""What a screen says: its lines of text, by character cells or by OCR."""
