"""The integrations: one module each, named after the slug; each has an `integration`."""
