"""Stripe: 19 actions on its REST API, one module for each kind of thing."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.stripe import customers, payments, products, subscriptions, invoices
from weavz_tui.integrations._custom_action import add_custom_call
from weavz_tui.integrations.stripe.service import integration

add_custom_call(integration)

__all__ = ["customers", "integration", "invoices", "payments", "products", "subscriptions"]
