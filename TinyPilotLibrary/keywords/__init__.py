"""What a suite can say, one module per subject."""
