"""Pictures of real screens with the true characters beside them, and how they were taken."""
