"""Screen 9: usage, vault, theme, keys, about."""
