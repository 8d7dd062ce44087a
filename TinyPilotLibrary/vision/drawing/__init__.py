"""Pictures for people: marks, comparisons, sheets."""
