"""Which devices are open, and the settings that hold."""
