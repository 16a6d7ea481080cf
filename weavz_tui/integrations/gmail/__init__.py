"""Mail, labels, drafts and contacts of a Gmail account."""

from weavz_tui.integrations.gmail import drafts as drafts
from weavz_tui.integrations.gmail import labels as labels
from weavz_tui.integrations.gmail import messages as messages
from weavz_tui.integrations.gmail import people as people
from weavz_tui.integrations.gmail import sending as sending
from weavz_tui.integrations.gmail import settings as settings
from weavz_tui.integrations.gmail import threads as threads
from weavz_tui.integrations.gmail.service import integration as integration
