"""OAuth 2: apps, authorisations on their way, tokens renewed once."""
