"""Microsoft Learn: 19 actions on its documentation and its catalogue of training."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.microsoft_learn import documentation, training, custom
from weavz_tui.integrations.microsoft_learn.service import integration

__all__ = ["custom", "documentation", "integration", "training"]
