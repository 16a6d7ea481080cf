"""A walk through the console in five steps."""
