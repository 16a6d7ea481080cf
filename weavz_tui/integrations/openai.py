"""OpenAI's models: text, JSON, embeddings, pictures and speech."""

from __future__ import annotations

import base64
import json
import mimetypes
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Effect,
    FileContent,
    Integration,
    Json,
    LongText,
    Prop,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure

SLOW = 300.0
SPEECH_TYPES = {"mp3": "audio/mpeg", "opus": "audio/ogg", "aac": "audio/aac", "flac": "audio/flac"}
JSON_INSTRUCTIONS = "Answer with one JSON object and nothing else."
WITHOUT_JSON_SCHEMA = {"gpt-4-turbo"}

Temperature = Annotated[
    float,
    Prop(minimum=0, maximum=2, description="0 is the most predictable; the model's own is 1."),
]
MaxTokens = Annotated[
    int,
    Prop(
        key="max_tokens",
        minimum=1,
        description="How long the answer may be, in tokens of about four letters.",
    ),
]


def failure(response: Response) -> str | None:
    """OpenAI's message and code, `Incorrect API key provided. (invalid_api_key)`."""
    if response.ok:
        return None
    data = response.data()
    error = data.get("error") if isinstance(data, dict) else None
    if not isinstance(error, dict) or not error.get("message"):
        return default_failure(response)
    code = error.get("code") or error.get("type")
    return f"{error['message']} ({code})" if code else str(error["message"])


integration = Integration(
    "openai",
    title="OpenAI",
    description="OpenAI's models, or any server that speaks like them: set the base URL.",
    categories=[Category.AI],
    auth=[SecretText(title="API key", description="From platform.openai.com, API keys.")],
    base_url="https://api.openai.com/v1",
    failure=failure,
)


@integration.action(effect=Effect.READ, idempotent=False)
async def chat_completion(
    ctx: Context,
    *,
    model: Literal["gpt-4o", "gpt-4o-mini", "gpt-4-turbo", "gpt-3.5-turbo", "o1", "o3-mini"],
    system_message: LongText | None = None,
    messages: Json,
    temperature: Temperature | None = None,
    max_tokens: MaxTokens | None = None,
) -> Any:
    """Let a model answer a conversation.

    Args:
        model: The model that answers.
        system_message: How the model is to behave; goes before the messages.
        messages: A question as text, or the conversation so far:
            `[{"role": "user", "content": "Hello"}]`.
    """
    conversation = _messages(messages)
    if system_message:
        conversation.insert(0, {"role": "system", "content": system_message})
    body = {"model": model, "messages": conversation, **_limits(model, temperature, max_tokens)}
    return await ctx.post("/chat/completions", json=body, timeout=SLOW)


@integration.action(effect=Effect.READ, idempotent=False)
async def ask_json(
    ctx: Context,
    model: Literal["gpt-4o-mini", "gpt-4o", "gpt-4-turbo"],
    prompt: LongText,
    schema: Json | None = None,
    instructions: LongText | None = None,
    temperature: Temperature | None = None,
    max_tokens: MaxTokens | None = None,
) -> Any:
    """Ask a model for JSON; `output` is its answer, parsed.

    Args:
        model: The model that answers.
        prompt: The question.
        schema: The JSON Schema of the answer; empty for any object.
        instructions: How the model is to behave.
    """
    if schema is not None and not isinstance(schema, dict):
        raise ValidationError.of(schema='must be a JSON Schema such as {"type": "object"}')
    system = "\n\n".join(each for each in (instructions, JSON_INSTRUCTIONS) if each)
    wanted: dict[str, Any] = {"type": "json_object"}
    if schema and model in WITHOUT_JSON_SCHEMA:
        system = f"{system} Its JSON Schema is:\n{json.dumps(schema)}"
    elif schema:
        wanted = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    messages = [{"role": "system", "content": system}, {"role": "user", "content": prompt}]
    limits = _limits(model, temperature, max_tokens)
    body = {"model": model, "messages": messages, "response_format": wanted, **limits}
    answer = await ctx.post("/chat/completions", json=body, timeout=SLOW)
    return {
        "output": _parsed(answer),
        "model": answer.get("model", model),
        "usage": answer.get("usage"),
    }


@integration.action(effect=Effect.READ)
async def create_embedding(
    ctx: Context,
    model: Literal["text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002"],
    input: LongText,
) -> Any:
    """Turn a text into a vector, to compare its meaning with that of others.

    Args:
        model: The model that does it.
        input: The text.
    """
    return await ctx.post("/embeddings", json={"model": model, "input": input}, timeout=SLOW)


@integration.action(effect=Effect.READ, idempotent=False)
async def generate_image(
    ctx: Context,
    prompt: LongText,
    model: Literal["dall-e-3", "dall-e-2"] | None = "dall-e-3",
    size: Literal["1024x1024", "1792x1024", "1024x1792", "512x512", "256x256"] | None = None,
    n: Annotated[int | None, Prop(title="How many", minimum=1, maximum=10)] = None,
) -> Any:
    """Paint pictures from a description; each comes as an address that works for an hour.

    Args:
        prompt: What is to be seen.
        model: The model that paints.
        size: Width and height in pixels; 1792 is DALL·E 3's alone, 512 and 256 are DALL·E 2's.
        n: How many pictures; DALL·E 3 paints one.
    """
    body = {"model": model or "dall-e-3", "prompt": prompt, "size": size, "n": _whole(n, "n")}
    return await ctx.post("/images/generations", json=_given(body), timeout=SLOW)


@integration.action(effect=Effect.READ, idempotent=False)
async def transcribe_audio(
    ctx: Context,
    file_url: Annotated[str, Prop(title="File URL")],
    model: str | None = "whisper-1",
    language: str | None = None,
) -> Any:
    """Write down what is said in a recording.

    Args:
        file_url: Where the recording is fetched from: mp3, mp4, m4a, wav or webm, up to 25 MB.
        model: The model that listens.
        language: The language as two letters, such as `de`; helps the model.
    """
    file = _named_by_type(await ctx.file(file_url))
    form = {"model": model or "whisper-1", "language": language or None}
    return await ctx.post("/audio/transcriptions", form=form, files={"file": file}, timeout=SLOW)


@integration.action(effect=Effect.READ, idempotent=False)
async def text_to_speech(
    ctx: Context,
    *,
    input: LongText,
    model: Literal["tts-1", "tts-1-hd"] | None = "tts-1",
    voice: Literal["alloy", "echo", "fable", "onyx", "nova", "shimmer"],
    response_format: Annotated[
        Literal["mp3", "opus", "aac", "flac"],
        Prop(title="Format", labels={"mp3": "MP3", "opus": "Opus", "aac": "AAC", "flac": "FLAC"}),
    ]
    | None = "mp3",
) -> Any:
    """Read a text aloud; the sound comes as a file: `filename`, `mimeType`, `base64`.

    Args:
        input: The text, up to 4,096 characters.
        model: The model that reads; HD is slower and sounds better.
        voice: The voice.
        response_format: The file's format.
    """
    body = {"model": model or "tts-1", "input": input, "voice": voice}
    format = response_format or "mp3"
    response = await ctx.request(
        "POST", "/audio/speech", json={**body, "response_format": format}, timeout=SLOW
    )
    return {
        "filename": f"speech.{format}",
        "mimeType": SPEECH_TYPES[format],
        "base64": base64.b64encode(response.content).decode(),
    }


@integration.action(effect=Effect.READ)
async def list_models(ctx: Context) -> Any:
    """List the models that the account may use."""
    return await ctx.get("/models")


@integration.action(effect=Effect.DESTROY, idempotent=False)
async def custom_api_call(
    ctx: Context,
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"],
    path: str,
    body: Json | None = None,
) -> Any:
    """Send any request to OpenAI with the account's key.

    Args:
        method: What is done.
        path: The path after `/v1`, such as `/files`.
        body: What is sent, as JSON.
    """
    if not path.strip() or "://" in path:
        raise ValidationError.of(path="must be a path such as /files")
    sent = ... if body is None else body
    return (await ctx.request(method, path.strip(), json=sent, timeout=SLOW)).data()


def _messages(messages: Any) -> list[dict[str, Any]]:
    if isinstance(messages, str) and messages.strip():
        return [{"role": "user", "content": messages}]
    found = [messages] if isinstance(messages, dict) else messages
    if not isinstance(found, list) or not found:
        raise ValidationError.of(messages='must be [{"role": "user", "content": "..."}] or a text')
    for index, each in enumerate(found):
        if not isinstance(each, dict) or not isinstance(each.get("role"), str):
            raise ValidationError.of(messages=f"message {index + 1} needs a role and a content")
    return list(found)


def _limits(model: str, temperature: float | None, max_tokens: float | None) -> dict[str, Any]:
    """The limits as the model takes them: o1 and o3 count their thoughts as well."""
    key = "max_completion_tokens" if model.startswith("o") else "max_tokens"
    return _given({"temperature": temperature, key: _whole(max_tokens, "max_tokens")})


def _parsed(answer: dict[str, Any]) -> Any:
    """The JSON of the first choice; raises ActionFailed where the model gave none."""
    choice = (answer.get("choices") or [{}])[0]
    message = choice.get("message") or {}
    try:
        return json.loads(message.get("content") or "")
    except ValueError as error:
        reason, hint = "The answer is not JSON", "Say in the prompt what the JSON should hold"
        if choice.get("finish_reason") == "length":
            reason, hint = "The answer was cut off", "Raise max_tokens"
        elif message.get("refusal"):
            reason = f"The model refused: {message['refusal']}"
        details = {"message": reason, "statusCode": 200}
        raise ActionFailed("Action execution failed", details=details, hint=hint) from error


def _named_by_type(file: FileContent) -> FileContent:
    """The file with an ending: OpenAI tells the format by it."""
    if PurePosixPath(file.filename).suffix:
        return file
    ending = mimetypes.guess_extension(file.mime_type) or ".mp3"
    return FileContent(file.filename + ending, file.body, file.mime_type)


def _whole(value: float | None, key: str) -> int | None:
    if value is not None and value != int(value):
        raise ValidationError.of(**{key: "must be a whole number"})
    return None if value is None else int(value)


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
