"""Making and changing records: a form in the place of the list."""
