"""A month of usage as a text of a certain width and height."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from math import ceil

from textual.content import Content

from weavz_tui.console.screens.activity.filter import SOURCE_WORDS
from weavz_tui.console.screens.settings.usage.chart import FAILED, FULL, SOME, Day, chart
from weavz_tui.console.screens.settings.usage.table import NARROWEST, Row, rows_of, share, table
from weavz_tui.console.text import BAD, MUTED, WARN, line, lines, plain
from weavz_tui.model.status import UsageReport

SIDE_BY_SIDE = 110
_LABEL, _NUMBER, _BETWEEN = 14, 10, 3
_HIGHEST, _LOWEST, _AROUND = 12, 6, 11
_NEAR = 0.8
_METER = 20
_SOONEST = 3


class UsageText:
    """`report` is of the month shown, `before` of the one before it (None: not known, or nothing in
    it); `moment` is the present one."""

    def __init__(self, report: UsageReport, before: UsageReport | None, moment: datetime) -> None:
        self.report = report
        self.before = before if before is not None and _any(before) else None
        self.present = report.start <= moment < report.end
        self.length = calendar.monthrange(report.start.year, report.start.month)[1]
        self.today = moment.day if self.present else None

    def content(self, width: int, height: int) -> Content:
        """All of it."""
        rows = [self._head(width), *self._totals()]
        if not _any(self.report):
            return lines(*rows, Content(""), *self._nothing())
        high = max(_LOWEST, min(_HIGHEST, (height - _AROUND) // 2 * 2))
        rows += [Content(""), self._key(), *chart(self._days(), self.today, width, high)]
        return lines(*rows, *self._tables(width))

    def _head(self, width: int) -> Content:
        month = f"{self.report.start:%B %Y}"
        day = f"day {self.today} of {self.length}" if self.today else f"{self.length} days"
        left = line((month, "bold"), (f"   {day}, UTC", MUTED))
        keys = [line(("<", "bold $text-primary"), " earlier")] if self.has_earlier else []
        if not self.present:
            keys.append(line((">", "bold $text-primary"), " later"))
        right = Content("   ").join(keys)
        return left + right.pad_left(max(2, width - left.cell_length - right.cell_length))

    @property
    def has_earlier(self) -> bool:
        """Whether something is known of a month before."""
        return any(month < f"{self.report.start:%Y-%m}" for month in self.report.months)

    def _totals(self) -> list[Content]:
        report, failed = self.report, self.report.failed.total
        ended = report.actions + failed
        rate = f"   {share(failed, ended)} of {ended:,}" if failed else ""
        number = f"{failed:>{_NUMBER},}"
        told = (number, "bold $text-error") if failed else (number, "")
        return [
            line(("runs".ljust(_LABEL), MUTED), f"{report.actions:>{_NUMBER},}",
                 (self._compared(), MUTED)),
            line(("failed".ljust(_LABEL), MUTED), told, (rate, MUTED)),
            line(("counted".ljust(_LABEL), MUTED), f"{report.counted:>{_NUMBER},}", self._quota()),
            *self._warning(),
        ]  # fmt: skip

    def _compared(self) -> str:
        """The month before, up to the same day where this one goes on."""
        if self.before is None:
            return ""
        name, whole = f"{self.before.start:%B}", self.before.actions
        if self.today is None:
            return f"   {name} {whole:,}{_change(self.report.actions, whole)}"
        same = sum(runs for day, runs in self.before.by_day if int(day[8:]) <= self.today)
        change = _change(self.report.actions, same)
        return f"   {name} by day {self.today} {same:,}{change}, in all {whole:,}"

    def _quota(self) -> Content:
        """How much of the quota is used."""
        report = self.report
        if report.limit is None:
            return line(("   no quota is set", MUTED))
        used = report.counted / report.limit if report.limit else 1.0
        full = min(_METER, round(_METER * used))
        meter = line("  ", ("█" * full, "$primary"), ("░" * (_METER - full), MUTED), "  ")
        return line((f"   of {report.limit:,}", MUTED), meter, share(report.counted, report.limit))

    def _warning(self) -> list[Content]:
        """What comes of it, where that is soon: the quota is used up, or will be."""
        limit, counted = self.report.limit, self.report.counted
        if self.today is None or limit is None or not limit:
            return []
        if counted >= limit:
            told = line(BAD, ("used up", "bold $text-error"),
                        f": calls are refused until {_date(self.report.end)}")  # fmt: skip
        else:
            ends = ceil(limit * self.today / counted) if counted else self.length + 1
            pace = ends <= self.length and self.today >= _SOONEST
            if not pace and counted < _NEAR * limit:
                return []
            day = self.report.start + timedelta(days=ends - 1)
            told = line(WARN, (f"{limit - counted:,} left", "$text-warning"),
                        f", gone by {_date(day)} at this pace" if pace else "")  # fmt: skip
        return [line(" " * (_LABEL + _NUMBER + 3), told)]

    def _nothing(self) -> list[Content]:
        month = f"{self.report.start:%B %Y}"
        return [
            line("Nothing ran in ", month, " yet." if self.present else "."),
            Content("Every call is counted here by day, action, source and workspace,"),
            Content("whether it came from here, the command line, REST or MCP."),
            line(("4", "bold $text-primary"), " goes to the playground."),
        ]

    def _key(self) -> Content:
        """What the bars are, and the highest of them."""
        days = self._days()
        most = max(days, key=lambda day: day.runs + day.failed)
        told = f"   most on day {days.index(most) + 1}: {most.runs + most.failed:,}"
        shown = line(("by day", MUTED), "   ", (FULL, "$primary"), " ran")
        if self.report.failed.total:
            shown += line("   ", (FAILED, "$text-error"), " failed   ",
                          (SOME, "bold $text-error"), " a few failed")  # fmt: skip
        return shown + line((told, MUTED))

    def _days(self) -> list[Day]:
        runs, failed = dict(self.report.by_day), self.report.failed.by_day
        names = [f"{self.report.start:%Y-%m}-{day:02}" for day in range(1, self.length + 1)]
        return [Day(runs.get(name, 0), failed.get(name, 0)) for name in names]

    def _tables(self, width: int) -> list[Content]:
        if width < SIDE_BY_SIDE:
            return [row for each in self._three(width, width) for row in each]
        left = width - max(NARROWEST, width * 2 // 5) - _BETWEEN
        actions, *others = self._three(left, width - left - _BETWEEN)
        right = [row for each in others for row in each]
        return [
            one.pad_right(left + _BETWEEN - one.cell_length) + other
            for one, other in zip(*_level(actions, right), strict=True)
        ]

    def _three(self, left: int, right: int) -> list[list[Content]]:
        report, failed, before = self.report, self.report.failed, self.before
        words = {source.value: word for source, word in SOURCE_WORDS.items()}
        actions = rows_of(
            dict(report.by_action),
            failed.by_action,
            dict(before.by_action) if before else None,
            report.actions,
        )
        sources = rows_of(
            report.by_source, failed.by_source, before.by_source if before else None, report.actions
        )
        spaces = rows_of(
            dict(report.by_workspace),
            failed.by_workspace,
            dict(before.by_workspace) if before else None,
            0,
        )
        sources = [row._replace(name=words.get(row.name, row.name)) for row in sources]
        name = f"{before.start:%B}" if before else ""
        return [
            table(title, [_tame(row) for row in rows], report.actions, name, width)
            for title, rows, width in (
                ("by action", actions, left),
                ("by source", sources, right),
                ("by workspace", spaces, right),
            )
        ]  # fmt: skip


def _tame(row: Row) -> Row:
    return row._replace(name=plain(row.name).plain)


def _any(report: UsageReport) -> bool:
    return bool(report.actions or report.failed.total)


def _date(moment: datetime) -> str:
    return f"{moment.day} {moment:%B}"


def _change(now: int, before: int) -> str:
    if not before or now == before:
        return ""
    percent = round(100 * (now - before) / before)
    return f" ({percent:+,} %)" if percent else ""


def _level(one: list[Content], other: list[Content]) -> tuple[list[Content], list[Content]]:
    most = max(len(one), len(other))
    return (
        one + [Content("")] * (most - len(one)),
        other + [Content("")] * (most - len(other)),
    )
