"""Asking a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from weavz_tui.catalog import (
    Context,
    Dynamic,
    Effect,
    Json,
    LongText,
    Prop,
    Property,
    ValidationError,
)
from weavz_tui.integrations._custom import given, whole
from weavz_tui.integrations.claude.service import (
    MAX_TOKENS,
    SLOW,
    MaxTokens,
    Model,
    Picture,
    content_of,
    integration,
)
from weavz_tui.model.enums import PropertyType

LEAST_THOUGHT = 1024


async def _thinking_fields(ctx: Context) -> Sequence[Property]:
    if not ctx.inputs.get("thinkingMode"):
        return ()
    return (
        Property(
            name="budgetTokens",
            type=PropertyType.NUMBER,
            display_name="Tokens to think with",
            description="Over and above the answer's; at least 1,024.",
            minimum=LEAST_THOUGHT,
            default_value=LEAST_THOUGHT,
        ),
    )


@integration.action(effect=Effect.READ, idempotent=False, title="Ask Claude")
async def ask_claude(
    ctx: Context,
    model: Model,
    system_prompt: Annotated[LongText, Prop(key="systemPrompt")] | None = None,
    temperature: Annotated[float, Prop(minimum=0, maximum=1)] | None = None,
    max_tokens: MaxTokens | None = None,
    *,
    prompt: LongText,
    image: Picture | None = None,
    roles: Json | None = None,
    thinking_mode: Annotated[bool, Prop(key="thinkingMode", title="Think first")] | None = None,
    thinking_mode_params: Annotated[
        dict[str, Any],
        Dynamic(_thinking_fields, refreshers=["thinkingMode"]),
        Prop(key="thinkingModeParams", title="Thinking"),
    ]
    | None = None,
) -> Any:
    """Ask a model; `text` is its answer.

    Args:
        system_prompt: How the model is to behave.
        temperature: 0 is the most predictable; the model's own is 1.
        prompt: The question.
        roles: The conversation before the question: `[{"role": "user", "content": "Hello"}]`.
        thinking_mode: Let the model think before it answers; not every model can.
        thinking_mode_params: `budgetTokens`: how many tokens it may think with.
    """
    before, system = _conversation(roles, system_prompt)
    limit = whole(max_tokens, "maxTokens") or MAX_TOKENS
    thinking = None
    if thinking_mode:
        if temperature not in {None, 1}:
            raise ValidationError.of(temperature="must be empty or 1 while the model thinks")
        budget = _budget(thinking_mode_params or {})
        thinking = {"type": "enabled", "budget_tokens": budget}
        limit += budget
    question = {"role": "user", "content": await content_of(ctx, prompt, image)}
    body = given(
        model=model,
        max_tokens=limit,
        messages=[*before, question],
        system=system or None,
        temperature=temperature,
        thinking=thinking,
    )
    answer = await ctx.post("/messages", json=body, timeout=SLOW)
    return {**answer, "text": _text(answer)}


def _conversation(roles: Any, system_prompt: str | None) -> tuple[list[dict[str, Any]], str]:
    """The messages before the question, and the system prompt: Anthropic has it apart."""
    found = [roles] if isinstance(roles, dict) else roles or []
    if not isinstance(found, list):
        raise ValidationError.of(roles='must be [{"role": "user", "content": "..."}]')
    system = [system_prompt] if system_prompt else []
    messages = []
    for index, each in enumerate(found):
        if not isinstance(each, dict) or each.get("role") not in {"user", "assistant", "system"}:
            message = f"message {index + 1} needs the role user, assistant or system"
            raise ValidationError.of(roles=message)
        if not (content := each.get("content")):
            continue
        if each["role"] == "system":
            system.append(str(content))
        else:
            messages.append({"role": each["role"], "content": content})
    return messages, "\n\n".join(system)


def _budget(params: dict[str, Any]) -> int:
    value = params.get("budgetTokens", params.get("budget_tokens"))
    try:
        budget = int(value if value not in {None, ""} else LEAST_THOUGHT)
    except (TypeError, ValueError) as error:
        raise ValidationError.of(thinkingModeParams="budgetTokens must be a number") from error
    if budget < LEAST_THOUGHT:
        raise ValidationError.of(thinkingModeParams=f"budgetTokens is at least {LEAST_THOUGHT}")
    return budget


def _text(answer: dict[str, Any]) -> str:
    blocks = answer.get("content") or []
    return "".join(each.get("text", "") for each in blocks if each.get("type") == "text")
