"""Linear: 8 actions on its GraphQL API, one module for each kind of thing."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.linear import issues, projects, custom
from weavz_tui.integrations.linear.service import integration

__all__ = ["custom", "integration", "issues", "projects"]
