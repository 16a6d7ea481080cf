"""Slack: 42 actions on its Web API, one module for each kind of thing."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.slack import (
    messages,
    channels,
    users,
    files,
    canvases,
    bookmarks,
    usergroups,
    custom,
)
from weavz_tui.integrations.slack.service import integration

__all__ = [
    "bookmarks",
    "canvases",
    "channels",
    "custom",
    "files",
    "integration",
    "messages",
    "usergroups",
    "users",
]
