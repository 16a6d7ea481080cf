"""A Textual console on a local engine for administering integrations and running their actions."""

__version__ = "0.1.0"
