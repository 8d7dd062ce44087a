"""The version of this project, said once."""

__version__ = "0.1.0"
