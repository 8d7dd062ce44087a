"""Recording: what a person does with a machine becomes a suite of Robot Framework."""
