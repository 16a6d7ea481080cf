"""Links with which people bring their own accounts (wire B.4, B.7)."""
