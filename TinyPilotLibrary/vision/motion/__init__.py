"""What changed between two frames, and what moves by itself."""
