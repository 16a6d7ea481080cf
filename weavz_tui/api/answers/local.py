"""Answers about OAuth apps, authorisations and undoing."""

from __future__ import annotations

from weavz_tui.api.answers.base import Answer
from weavz_tui.model.authorisations import Authorisation, OAuthApp


class AppAnswer(Answer):
    app: OAuthApp


class AppList(Answer):
    apps: list[OAuthApp]
    total: int


class AuthorisationShown(Answer):
    authorisation: Authorisation


class UndoneAnswer(Answer):
    undone: bool
