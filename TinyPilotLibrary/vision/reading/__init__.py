"""Text on screens: where its lines are, what is read of them, and how that is compared with what a tester wants."""
