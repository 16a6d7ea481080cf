"""A plugin that cannot be loaded: what it needs is not there."""

raise ImportError("acme_sdk is not installed")
