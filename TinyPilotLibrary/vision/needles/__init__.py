"""openQA needles, found by os-autoinst's own rule."""
