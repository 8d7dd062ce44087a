"""Keyboard and pointer input as values: pure functions and tables without I/O."""
