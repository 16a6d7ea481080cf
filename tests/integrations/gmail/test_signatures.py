"""Action names and input keys are what callers hold on to: none may change."""

from __future__ import annotations

from tests.fixtures.signatures import parsed, signatures
from weavz_tui.integrations.gmail import integration

PUBLISHED = """
list_messages: query=str maxResults=num pageToken=str labelIds=arr{str}
get_message: messageId=str! format=enum{full;metadata;minimal;raw}
send_email: to=str! from=dd subject=str! body=str! cc=str bcc=str isHtml=bool
    attachments=arr{file!;filename;mimeType}
reply_to_email: messageId=str! from=dd body=str! isHtml=bool
    attachments=arr{file!;filename;mimeType}
forward_email: messageId=str! from=dd to=str! cc=str bcc=str additionalMessage=str isHtml=bool
modify_labels: messageId=str! addLabelIds=arr{str} removeLabelIds=arr{str}
batch_modify_messages: messageIds=arr{str}! addLabelIds=arr{str} removeLabelIds=arr{str}
batch_delete_messages: messageIds=arr{str}! confirmPermanentDelete=bool!
trash_message: messageId=str!
untrash_message: messageId=str!
delete_message: messageId=str! confirmPermanentDelete=bool!
get_attachment: messageId=str! attachmentId=str!
list_threads: query=str maxResults=num pageToken=str labelIds=arr{str}
get_thread: threadId=str! format=enum{full;metadata;minimal}
modify_thread_labels: threadId=str! addLabelIds=arr{str} removeLabelIds=arr{str}
trash_thread: threadId=str!
untrash_thread: threadId=str!
delete_thread: threadId=str! confirmPermanentDelete=bool!
add_label: messageId=str! labelIds=arr{str}!
remove_label: messageId=str! labelIds=arr{str}!
list_labels:
create_label: name=str! labelListVisibility=enum{labelShow;labelShowIfUnread;labelHide}
    messageListVisibility=enum{show;hide} textColor=str backgroundColor=str
get_label: labelId=dd!
patch_label: labelId=dd! name=str labelListVisibility=enum{labelShow;labelShowIfUnread;labelHide}
    messageListVisibility=enum{show;hide} textColor=str backgroundColor=str
update_label: labelId=dd! body=json!
delete_label: labelId=dd! confirmPermanentDelete=bool!
create_draft: to=str! from=dd subject=str! body=str! cc=str bcc=str isHtml=bool
    attachments=arr{file!;filename;mimeType}
list_drafts: maxResults=num pageToken=str
get_draft: draftId=str! format=enum{full;metadata;minimal;raw}
update_draft: draftId=str! to=str! from=dd subject=str! body=str! cc=str bcc=str isHtml=bool
    attachments=arr{file!;filename;mimeType}
send_draft: draftId=str!
delete_draft: draftId=str! confirmPermanentDelete=bool!
get_profile:
list_history: startHistoryId=str! historyTypes=arr{str} labelId=dd pageToken=str maxResults=num
list_send_as_aliases:
get_send_as_alias: sendAsEmail=str!
get_contacts: pageSize=num pageToken=str personFields=str
    sortOrder=enum{LAST_MODIFIED_DESCENDING;LAST_MODIFIED_ASCENDING;FIRST_NAME_ASCENDING;LAST_NAME_ASCENDING}
get_people: resourceName=str otherContacts=bool pageSize=num pageToken=str personFields=str
search_people: query=str! pageSize=num personFields=str
custom_api_call: url=str! method=enum{GET;POST;PUT;PATCH;DELETE}! headers=obj body=json
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
