"""Jira Cloud: 16 actions on its REST API, one module for each kind of thing."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.jira_cloud import issues, searching, people, comments, links, custom
from weavz_tui.integrations.jira_cloud.service import integration

__all__ = ["comments", "custom", "integration", "issues", "links", "people", "searching"]
