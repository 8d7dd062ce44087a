"""Templates: places of a frame that look the same as a picture."""
