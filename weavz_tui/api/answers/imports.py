"""Answers about imports and every action of the catalogue."""

from __future__ import annotations

from weavz_tui.api.answers.base import Answer
from weavz_tui.model.imports import ActionSummary, ImportedRow, ImportReport


class ActionsAnswer(Answer):
    actions: list[ActionSummary]


class ImportsAnswer(Answer):
    imports: list[ImportedRow]


class ImportAnswer(Answer):
    report: ImportReport
