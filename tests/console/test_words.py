"""Words that stand on many screens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from weavz_tui.console.screens.integrations.who import summary
from weavz_tui.console.text import duration, few, milliseconds
from weavz_tui.console.wording import connection_state, last_test
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionStatus, ConnectionType
from weavz_tui.model.status import WhoSummary


@pytest.mark.parametrize(
    ("spent", "column", "sentence"),
    [
        (0.4, "0", "0 ms"),
        (231.2, "231", "231 ms"),
        (1240, "1.2k", "1.2 s"),
        (61000, "61.0k", "61.0 s"),
    ],
)
def test_time_is_short_in_a_column_and_has_its_unit_in_a_sentence(
    spent: float, column: str, sentence: str
) -> None:
    assert milliseconds(spent) == column
    assert duration(spent) == sentence


@pytest.mark.parametrize(
    ("counted", "told"),
    [
        (WhoSummary(), "no end user in this workspace yet"),
        (WhoSummary(total=1, own=1), "all 1 end user: 1 own"),
        (WhoSummary(total=3, given=3, given_name="bot"), "all 3 end users: 3 bot"),
        (WhoSummary(total=3, own=2, required=1), "all 3 end users: 2 own, 1 CONNECTION_REQUIRED"),
        (
            WhoSummary(total=3, given_name="bot", required=3),
            "all 3 end users: 3 CONNECTION_REQUIRED",
        ),
        (WhoSummary(total=3), "all 3 end users: no account needed"),
    ],
)
def test_only_what_there_is_is_counted(counted: WhoSummary, told: str) -> None:
    assert summary(counted).plain == told


def test_a_few_names_stand_for_many() -> None:
    assert few(["a"]) == "a"
    assert "\n" not in few(["a", "b\nc"])
    assert few([str(number) for number in range(1005)]) == "0, 1, 2 and 1,002 more"


NOW = datetime.now(UTC)
TESTED = NOW - timedelta(hours=2, minutes=1)


@pytest.mark.parametrize(
    ("known", "state", "test"),
    [
        ({}, "- untested", "not yet: t asks the service"),
        ({"last_used_at": TESTED}, "- untested", "not yet: t asks the service"),
        ({"tested_at": TESTED, "test_ok": True}, "✓ ok", "✓ ok, 2 h ago"),
        ({"tested_at": TESTED, "test_ok": False}, "✗ failed", "✗ failed, 2 h ago"),
        (
            {"tested_at": TESTED, "test_ok": True, "expires_at": TESTED},
            "✗ expired",
            "✓ ok, 2 h ago",
        ),
        ({"status": ConnectionStatus.ERROR}, "✗ error", "not yet: t asks the service"),
    ],
)
def test_a_connection_is_said_to_work_where_a_test_said_so(
    known: dict[str, Any], state: str, test: str
) -> None:
    connection = Connection(
        id="c",
        org_id="o",
        external_id="bot",
        display_name="Bot",
        integration_name="slack",
        type=ConnectionType.SECRET_TEXT,
        created_at=NOW,
        updated_at=NOW,
        **known,
    )
    assert connection_state(connection).plain == state
    assert last_test(connection).plain == test
