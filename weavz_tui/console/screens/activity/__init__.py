"""Screen 7: every execution, newest first, live."""
