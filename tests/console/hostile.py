"""Data as an enemy would send it, and runs to compare it with."""

from __future__ import annotations

import unicodedata
from typing import Any

from tests.console.engine import opened
from weavz_tui.home import Home
from weavz_tui.model.execution import ExecuteRequest

MARKUP = "[bold red]x[/] [@click=app.quit]y[/] [/eu] [link=file:///]z"
ESCAPES = "\x1b[31mred\x1b]0;title\x07\x1b[2J\x1bP+q\x1b\\ \x9b1m"
CONTROLS = "\x00\x08\x7f\r\n\t\u200b\u2028end"
DIRECTIONS = "\u202ereversed\u202c \u2066iso\u2069 שלום عربي"
EMOJI = "👩\u200d🚀 🇪🇺 日本語 e\u0301"
LONG = "lorem " * 1_700

ANSWER: list[dict[str, Any]] = [
    {
        "id": number,
        MARKUP: MARKUP,
        "escapes": ESCAPES,
        "controls": CONTROLS,
        "rtl": DIRECTIONS,
        "emoji": EMOJI,
        "long": LONG + str(number),
        ESCAPES: {CONTROLS: [EMOJI, None, {}]},
    }
    for number in range(3)
]


def dangers(text: str) -> set[str]:
    """The characters of a screen that a terminal would obey or a reader could not see."""
    unsafe = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {repr(each) for each in text if each != "\n" and unicodedata.category(each) in unsafe}


async def with_runs(home: Home) -> None:
    """Two runs of one action."""
    service = await opened(home)
    for text in ("one", "two"):
        given = {"text": text, "algorithm": "sha256", "encoding": "hex"}
        workspace = await service.workspaces.get("default")
        await service.actions.execute(
            ExecuteRequest(integration_name="hash-encode", action_name="hash", input=given,
                           workspace_id=workspace.id)
        )  # fmt: skip
    await service.close()
