"""Screen 5: saved inputs, with locks."""
