"""Keyboard and pointer input as values: pure functions and tables, no I/O."""
