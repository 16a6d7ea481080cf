"""GitHub: 27 actions on its REST API, one module for each kind of thing."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.github import repositories, contents, issues, pulls, custom
from weavz_tui.integrations.github.service import integration

__all__ = ["contents", "custom", "integration", "issues", "pulls", "repositories"]
