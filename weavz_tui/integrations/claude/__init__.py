"""Anthropic's Claude: answers in words, and data read out of texts and pictures."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.claude import asking, extracting, custom
from weavz_tui.integrations.claude.service import integration

__all__ = ["asking", "custom", "extracting", "integration"]
