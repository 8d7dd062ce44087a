"""What was shown and done, for whoever reads the log."""
