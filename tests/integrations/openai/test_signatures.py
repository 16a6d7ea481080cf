"""Action names and input keys are what callers hold on to: none may change."""

from __future__ import annotations

from tests.fixtures.signatures import parsed, signatures
from weavz_tui.integrations.openai import integration

PUBLISHED = """
chat_completion: model=enum{gpt-4o;gpt-4o-mini;gpt-4-turbo;gpt-3.5-turbo;o1;o3-mini}!
    system_message=str messages=json! temperature=num max_tokens=num
ask_json: model=enum{gpt-4o-mini;gpt-4o;gpt-4-turbo}! prompt=str! schema=json instructions=str
    temperature=num max_tokens=num
create_embedding:
    model=enum{text-embedding-3-small;text-embedding-3-large;text-embedding-ada-002}! input=str!
generate_image: prompt=str! model=enum{dall-e-3;dall-e-2}
    size=enum{1024x1024;1792x1024;1024x1792;512x512;256x256} n=num
transcribe_audio: file_url=str! model=str language=str
text_to_speech: input=str! model=enum{tts-1;tts-1-hd}
    voice=enum{alloy;echo;fable;onyx;nova;shimmer}! response_format=enum{mp3;opus;aac;flac}
list_models:
custom_api_call: method=enum{GET;POST;PUT;PATCH;DELETE}! path=str! body=json
"""


def test_actions_and_inputs_are_the_published_ones() -> None:
    assert signatures(integration) == parsed(PUBLISHED)


def test_every_action_and_every_input_is_explained() -> None:
    silent = [
        f"{action.name}.{each.name}"
        for action in integration.info.actions
        for each in action.properties
        if not action.description or not each.description
    ]
    assert silent == []
