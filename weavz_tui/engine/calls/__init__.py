"""A call from the request to the record: the eight steps and what they use."""
