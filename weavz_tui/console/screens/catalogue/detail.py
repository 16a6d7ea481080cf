"""An integration and an action in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from weavz_tui.console.text import MUTED, aligned, line, lines, pairs, plain
from weavz_tui.console.wording import CONNECTION_TYPES, account

if TYPE_CHECKING:
    from weavz_tui.model.catalogue import ActionInfo, IntegrationInfo, IntegrationSummary
    from weavz_tui.model.enums import Category
    from weavz_tui.model.properties import Property


def summary(row: IntegrationSummary) -> Content:
    """What is known before it is loaded."""
    return lines(
        plain(row.description),
        Content(""),
        pairs(
            ("name", row.name),
            ("categories", ", ".join(category(each) for each in row.categories)),
            ("account", account(row)),
            ("actions", str(row.action_count)),
            ("source", row.source),
        ),
    )


def category(each: Category) -> str:
    """`DEVELOPER_TOOLS` as people write it; short ones are abbreviations."""
    words = each.value.split("_")
    return " ".join(word if len(word) <= 3 and word != "AND" else word.lower() for word in words)


def actions(info: IntegrationInfo) -> Content:
    """Its actions, one row each."""
    rows = [
        [plain(each.name), Content.styled(plain(each.description).plain, MUTED)]
        for each in info.actions
    ]
    return lines(*aligned(rows, most=32))


def auth(info: IntegrationInfo) -> Content:
    """Its ways to authenticate and what each asks for."""
    if not info.auth_options:
        return Content("No account is needed.")
    rows: list[Content] = []
    for each in info.auth_options:
        rows.append(
            line(
                (plain(each.display_name).plain, "bold"),
                f"  {CONNECTION_TYPES[each.type]} ({each.type.value})",
            )
        )
        if each.description:
            rows.append(plain(each.description))
        rows += properties(each.fields)
        rows.append(Content(""))
    if info.base_url:
        rows.append(line(("base URL  ", MUTED), plain(info.base_url)))
    return lines(*rows)


def action(info: ActionInfo, *, account: bool) -> Content:
    """What an action does and what goes into it; `account`: whether its integration has any."""
    about = pairs(
        ("effect", info.effect.value),
        ("repeatable", "yes" if info.idempotent else "no"),
        ("account", "needed" if account and info.requires_auth else "not needed"),
    )
    inputs = properties(info.properties) or [Content("nothing")]
    return lines(
        plain(info.description), Content.styled("inputs", MUTED), *inputs,
        Content(""), about,
    )  # fmt: skip


def properties(every: Sequence[Property]) -> list[Content]:
    """Key, type, whether it is required, what it is."""
    return aligned(
        [
            [
                plain(f"{each.name}{' *' if each.required else ''}"),
                Content(each.type.value),
                Content.styled(plain(each.description or each.display_name).plain, MUTED),
            ]
            for each in every
        ]
    )
