"""Screen 8: every integration that this engine can run."""
