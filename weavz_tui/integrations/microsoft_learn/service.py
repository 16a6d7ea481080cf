"""The service: its addresses, its account, what its failures look like."""

from __future__ import annotations

from weavz_tui.catalog import Category, Integration, NoAuth, SecretText

API_VERSION = "2023-11-01-preview"

integration = Integration(
    "microsoft-learn",
    title="Microsoft Learn",
    description="Search Microsoft's documentation and its catalogue of training.",
    categories=[Category.DEVELOPER_TOOLS],
    auth=[
        NoAuth(),
        SecretText(
            title="Access token",
            description="An Entra ID token for the catalogue; the documentation needs none.",
        ),
    ],
    base_url="https://learn.microsoft.com/api",
)
