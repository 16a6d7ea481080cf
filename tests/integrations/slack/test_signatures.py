"""Action names and input keys are what callers hold on to: none may change."""

from __future__ import annotations

from tests.fixtures.signatures import parsed, signatures
from weavz_tui.integrations.slack import integration

PUBLISHED = """
send_channel_message: channel=dd! text=str! blocks=json thread_ts=str unfurl_links=bool
send_direct_message: user=dd! text=str! blocks=json
update_message: channel=dd! timestamp=str! text=str! blocks=json
delete_message: channel=dd! timestamp=str!
get_message: channel=dd! timestamp=str!
get_channel_history: channel=dd! limit=num
get_thread_replies: channel=dd! thread_ts=str!
schedule_message: channel=dd! text=str! post_at=num! blocks=json thread_ts=str
list_scheduled_messages: channel=dd latest=str oldest=str cursor=str limit=num
delete_scheduled_message: channel=dd! scheduled_message_id=str!
get_message_permalink: channel=dd! timestamp=str!
send_ephemeral_message: channel=dd! user=dd! text=str! blocks=json thread_ts=str
search_messages: query=str! sort=enum{score;timestamp} count=num
find_user_by_email: email=str!
find_user_by_handle: handle=str!
find_user_by_id: user_id=str!
list_users: limit=num include_bots=bool
add_reaction: channel=dd! timestamp=str! emoji_name=str!
upload_file: channels=str! content=str file_url=str filename=str! title=str
get_file: file_id=str!
list_channels:
    types=enum{public_channel,private_channel;public_channel;private_channel;public_channel,private_channel,im,mpim}
    limit=num exclude_archived=bool
create_channel: name=str! is_private=bool
set_channel_topic: channel=dd! topic=str!
invite_user_to_channel: channel=dd! user=dd!
create_canvas: title=str markdown=str
create_channel_canvas: channel=dd! title=str markdown=str
edit_canvas: canvas_id=str!
    operation=enum{insert_at_start;insert_at_end;insert_before;insert_after;replace;delete;rename}!
    section_id=str markdown=str title=str
delete_canvas: canvas_id=str!
list_canvases: channel=dd count=num page=num
list_bookmarks: channel=dd!
add_bookmark: channel=dd! title=str! link=str! emoji=str parent_id=str
edit_bookmark: channel=dd! bookmark_id=str! title=str link=str emoji=str
remove_bookmark: channel=dd! bookmark_id=str!
update_user_status: status_text=str! status_emoji=str expiration=num
get_user_profile: user_id=str
list_usergroups: include_users=bool
create_usergroup: name=str! handle=str! description=str channels=str
update_usergroup: usergroup=str! name=str handle=str description=str channels=str
update_usergroup_users: usergroup=str! users=str! include_count=bool
enable_usergroup: usergroup=str!
disable_usergroup: usergroup=str!
custom_api_call: method_name=str! params=json use_user_token=bool
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
