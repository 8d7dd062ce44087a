"""What the project's own files are made and checked with; nothing here is shipped."""
