"""The version of this project, said once."""

__version__ = "0.2.0"
