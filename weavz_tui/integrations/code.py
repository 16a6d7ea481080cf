"""JavaScript, which this engine does not run (wire E.16): the call is known, and says so."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Json, LongText
from weavz_tui.model.errors import NativeRuntimeRequired

integration = Integration(
    "code",
    title="JavaScript Sandbox",
    description="Needs a JavaScript runtime, which is not here; Sandbox runs Python.",
    categories=[Category.DEVELOPER_TOOLS],
)


@integration.action(effect=Effect.READ)
async def run_code(ctx: Context, code: LongText, inputs: Json | None = None) -> Any:
    """Answers that JavaScript needs another runtime.

    Args:
        code: JavaScript.
        inputs: What the code finds in its variable `inputs`.
    """
    raise NativeRuntimeRequired(
        "Running JavaScript needs a runtime that is not here",
        details={"language": "javascript"},
        hint="Write it in Python and run it with advanced-code.run_code",
    )
