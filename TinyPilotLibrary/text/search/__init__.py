"""A text that is wanted, compared with the lines that were read."""
