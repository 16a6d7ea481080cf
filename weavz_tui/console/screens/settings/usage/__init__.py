"""The usage of a month: its days as bars, its executions by action, source and workspace."""
