"""The same engine, somewhere else: a Service over a remote `/api/v1`."""
