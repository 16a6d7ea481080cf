"""Attacks on the doors, each of which has to come to nothing."""
