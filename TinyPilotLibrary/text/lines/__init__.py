"""Where lines of text are on a graphical screen, and which of them were read before."""
