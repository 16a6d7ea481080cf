"""One folder a screen; imported when it is first shown."""
