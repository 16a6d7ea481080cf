"""Integrations made from what others describe: taken, kept up to date, called (wire E.17)."""
