"""The usage of a month as text, and its months on screen 9 and in the top line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.console.engine import LARGE, SMALL, console, on, opened, shown, until
from tests.console.test_places import request
from weavz_tui.console.frame.topbar import TopBar
from weavz_tui.console.screens.settings.screen import SettingsScreen
from weavz_tui.console.screens.settings.usage.chart import Day, chart, nice
from weavz_tui.console.screens.settings.usage.table import rows_of, share, table
from weavz_tui.console.screens.settings.usage.text import UsageText
from weavz_tui.console.widgets.sparkline import last_hours, sparkline
from weavz_tui.engine.local import LocalService
from weavz_tui.home import Home
from weavz_tui.model.status import FailedExecutions, HourOfUse, UsageReport

MOMENT = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


def report(month: int = 11, **given: Any) -> UsageReport:
    start = datetime(2026, month, 1, tzinfo=UTC)
    end = start.replace(month=month + 1)
    return UsageReport(start=start, end=end, **given)


def busy(month: int = 11) -> UsageReport:
    return report(
        month,
        actions=1204,
        counted=1132,
        limit=10_000,
        by_source={"rest": 1132, "playground": 72},
        by_action=[("gmail.send_email", 1000), ("http.request", 204)],
        by_day=[(f"2026-{month:02}-02", 1000), (f"2026-{month:02}-20", 204)],
        by_workspace=[("acme", 1204)],
        failed=FailedExecutions(
            total=301,
            by_source={"rest": 301},
            by_action={"http.request": 300, "slack.send": 1},
            by_day={f"2026-{month:02}-20": 300, f"2026-{month:02}-21": 1},
            by_workspace={"acme": 301},
        ),
        months=["2026-11", "2026-10"],
    )


def text(report: UsageReport, before: UsageReport | None = None, width: int = 74) -> str:
    return UsageText(report, before, MOMENT).content(width, 20).plain


def test_a_bar_is_as_high_as_the_scale_says_and_failures_stand_on_it() -> None:
    days = [Day(8, 0), Day(4, 4), Day(7, 1), Day(0, 0), Day(1, 0)]
    rows = [row.plain.rstrip() for row in chart(days, None, 19, 4)]
    assert rows == [
        "8 ┤██ ▒▒ ✗",
        "  │██ ▒▒ ██",
        "4 ┤██ ██ ██",
        "  │██ ██ ██    ▄▄",
        "0 └───────────────",
        "   1  2  3  4  5",
    ]


def test_days_to_come_have_a_dotted_axis_and_today_its_number() -> None:
    *_, axis, numbers = [row.plain for row in chart([Day(1, 0)] * 30, 22, 66, 4)]
    assert axis.endswith("┈" * 16)
    assert "22" in numbers.split()
    assert "20" not in chart([Day(1, 0)] * 30, 21, 36, 4)[-1].plain.split()


@pytest.mark.parametrize(("most", "top"), [(0, 1), (1, 1), (2, 2), (3, 4), (47, 60), (1001, 2000)])
def test_the_scale_ends_at_a_round_number(most: int, top: int) -> None:
    assert nice(most) == top


def test_a_table_tells_share_failures_and_the_month_before() -> None:
    rows = rows_of({"a": 1990, "b": 9}, {"c": 3}, {"a": 1000}, 2000)
    shown = [row.plain for row in table("by action", rows, 2000, "October", 60)[1:]]
    assert shown == [
        "by action        runs  share   failed  October",
        "a               1,990  100 %        -    1,000  ████████████",
        "b                   9   <1 %        -        -  █",
        "c                   0      -      ✗ 3        -",
        "others              1   <1 %        -        -  █",
    ]


def test_a_share_of_nothing_is_none() -> None:
    assert share(0, 5) == share(0, 0) == "-"


def test_a_month_is_compared_with_the_one_before_up_to_the_same_day() -> None:
    october = busy(10)
    told = text(busy(), october)
    assert "October by day 22 1,204, in all 1,204" in told
    assert "20 % of 1,505" in told
    assert "of 10,000" in told
    assert "< earlier" in told
    assert "> later" not in told
    assert "> later" in text(october)
    assert all(len(row) <= 74 for row in told.split("\n"))


def test_names_from_outside_stay_on_their_line() -> None:
    hostile = report(actions=1, by_action=[("a\x1b[31m\nb.c", 1)], by_day=[("2026-11-02", 1)])
    assert "\x1b" not in text(hostile)
    assert "a�[31m b.c" in text(hostile)


@pytest.mark.parametrize(
    ("counted", "limit", "told"),
    [
        (950, 1000, "! 50 left, gone by 24 November at this pace"),
        (900, 1000, "! 100 left, gone by 25 November at this pace"),
        (1000, 1000, "✗ used up: calls are refused until 1 December"),
        (1100, 1000, "110 %"),
        (10, None, "no quota is set"),
    ],
)
def test_a_quota_that_ends_is_told(counted: int, limit: int | None, told: str) -> None:
    assert told in text(report(actions=counted, counted=counted, limit=limit))


def test_a_quota_that_lasts_warns_of_nothing() -> None:
    assert "!" not in text(report(actions=500, counted=500, limit=1000))
    assert "✗" not in text(report(10, actions=1000, counted=1000, limit=1000))


def test_a_month_in_which_nothing_ran_says_what_would_stand_there() -> None:
    assert "Nothing ran in November 2026 yet." in text(report())
    assert "Nothing ran in October 2026.\n" in text(report(10))


def test_wide_tables_stand_beside_each_other() -> None:
    rows = text(busy(), busy(10), 114).split("\n")
    assert any("by action" in row and "by source" in row for row in rows)
    assert all(len(row) <= 114 for row in rows)


def test_a_sparkline_rises_with_the_counts() -> None:
    assert sparkline([0, 1, 50, 100]) == "▁▂▅█"
    assert sparkline([0, 0]) == "▁▁"


def test_the_last_hours_end_with_the_present_one() -> None:
    hours = [
        HourOfUse(hour=MOMENT.replace(minute=0) - timedelta(hours=back), runs=back + 1, failed=1)
        for back in (30, 23, 0)
    ]
    assert last_hours(hours, MOMENT) == (25, *[0] * 22, 2)
    assert last_hours(hours[1:2], MOMENT) == ()
    assert last_hours(hours, MOMENT + timedelta(hours=5)) == ()


def use(monkeypatch: pytest.MonkeyPatch, hours: list[HourOfUse]) -> list[str]:
    """A busy November and October; what is asked for is in the list."""
    asked: list[str] = []

    async def usage(self: LocalService, month: str = "") -> UsageReport:
        asked.append(month)
        found = busy(10) if month == "2026-10" else busy()
        return found.model_copy(update={"by_hour": hours})

    monkeypatch.setattr(LocalService, "usage", usage)
    for module in ("screens.settings.screen", "base"):
        monkeypatch.setattr(f"weavz_tui.console.{module}.clock", lambda: MOMENT)
    return asked


async def test_keys_go_to_other_months(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = use(monkeypatch, [])
    async with console(home, "settings").run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "November 2026" in shown(pilot))
        assert asked.count("2026-10") == 1
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "October 2026" in shown(pilot))
        await pilot.press("less_than_sign")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: "November 2026" in shown(pilot))
        screen = await on(pilot, SettingsScreen)
        assert not screen.allows("next_month")
        await pilot.press("right_square_bracket")
        assert not screen.allows("previous_month")


async def test_what_runs_meanwhile_is_counted_at_once(home: Home) -> None:
    async with console(home, "settings").run_test(size=LARGE) as pilot:
        await until(pilot, lambda: "Nothing ran" in shown(pilot))
        other = await opened(home)
        workspace = await other.workspaces.get("default")
        await other.actions.execute(request(workspace.id, "hello"))
        await other.close()
        await until(pilot, lambda: "hash-encode.hash" in shown(pilot))
        assert "most on day" in shown(pilot)


async def test_the_top_line_has_the_last_hours_where_there_is_room(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = [
        HourOfUse(hour=MOMENT.replace(minute=0) - timedelta(hours=back), runs=5) for back in (1, 0)
    ]
    use(monkeypatch, hours)
    async with console(home, "settings").run_test(size=LARGE) as pilot:
        await until(pilot, lambda: "▁█ 24 h" in shown(pilot))
        bar = pilot.app.screen.query_one(TopBar)
        before = shown(pilot).split("\n")[0]
        bar.status = replace(bar.status, hours=())
        await pilot.pause()
        without = shown(pilot).split("\n")[0]
        assert without.index("workspace") == before.index("workspace")
        assert "24 h" not in without
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "24 h" not in shown(pilot))
