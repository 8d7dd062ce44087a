"""Devices: what reaches the target's keyboard, mouse and screen, all behind one protocol."""
