"""From a key to what it changes on the screen, in the largest things that a console shows.

Run: `python -m tests.benchmarks.bench_keys [--runs 3] [--cases palette ...]`. Each case in a
process of its own: the letters of a filter over 100,000 executions, keys in the tree of an answer
of 50 MB, keys in a form of 60 fields, letters in the palette over 20,000 records. The floor is a
list of Textual's own with a thousand lines, gone through by the page.

Milliseconds at the 95th percentile: `wall`, which is under 50 where nobody else is on the machine,
and `cpu`, the processor time of it; `ratio` is to the floor's. `open` is the time until it stands
there at first, `MB` the most memory (resident), for the tree with the answer itself. Exit code 1
when processor time alone breaks the goal.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.benchmarks.bench_console import SIZE, peak, report, table_of, until
from tests.benchmarks.bench_palette import COUNTS, known
from tests.benchmarks.bench_viewer import BenchApp, answer
from tests.benchmarks.console_home import MANY, filled
from tests.console.engine import console
from tests.console.form_app import TYPES, FormApp, choices, prop
from weavz_tui.cli.commands.console import FRAMES_PER_SECOND
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home

GOAL = 50.0
FLOOR = "floor"
FIELDS = 60
MEGABYTES = 50.0
FILTERS = ("slack-3", "failed", "user-99", "action_7", "zzzz")
SEARCHES = ("workspace", "user", "slack", "activity", "99", "zzzz")
PAGES = ("pagedown", "pagedown", "end", "pageup", "home")
IN_FORM = ("tab", "a", "b", "tab", "tab", "shift+tab", "c", "tab")
_MIXED = (TYPES.SHORT_TEXT, TYPES.NUMBER, TYPES.LONG_TEXT, TYPES.STATIC_DROPDOWN, TYPES.CHECKBOX)
Times = list[tuple[float, float]]
Figures = dict[str, float]


class Keys:
    """Presses keys in an app, and remembers what each took."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self._app = pilot.app
        self.times: Times = []
        self.opened = 0.0

    async def press(self, key: str, held: Callable[[], object] = lambda: True) -> None:
        """One key, until something holds and is painted."""
        began, used = perf_counter(), process_time()
        self._app.simulate_key(key)
        await self.painted()
        await until(held)
        await self.painted()
        self.times.append((perf_counter() - began, process_time() - used))

    async def painted(self) -> None:
        """Once what was asked for so far is on the screen."""
        done = asyncio.Event()
        self._app.call_later(self._app.call_after_refresh, done.set)
        await done.wait()

    async def open(self, how: Callable[[], Awaitable[object]]) -> None:
        """What stands before the first key."""
        began = perf_counter()
        await how()
        await self.painted()
        self.opened = perf_counter() - began

    def forget(self) -> None:
        """The first round is no measure."""
        self.times.clear()

    def figures(self) -> Figures:
        """In milliseconds and megabytes."""
        return {
            "open": self.opened * 1000,
            "wall": p95([wall for wall, _ in self.times]),
            "cpu": p95([cpu for _, cpu in self.times]),
            "MB": peak(),
        }


class Lines(App[None]):
    """A list of Textual's own."""

    def compose(self) -> ComposeResult:
        """Nothing else."""
        yield OptionList(*(f"line {number}" for number in range(1000)))


def p95(seconds: Sequence[float]) -> float:
    """The 95th percentile in milliseconds."""
    return sorted(seconds)[int(len(seconds) * 0.95)] * 1000


def changed(what: Callable[[], object]) -> Callable[[], bool]:
    """Whether something is another than now."""
    before = what()
    return lambda: what() is not before


async def rounds(keys: Keys, pressed: Sequence[str], runs: int) -> Figures:
    """The same keys again and again."""
    for number in range(runs * 4 + 1):
        for key in pressed:
            await keys.press(key)
        if number == 0:
            keys.forget()
    return keys.figures()


async def floor(runs: int) -> Figures:
    """A page of plain lines."""
    app = Lines()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        return await rounds(Keys(pilot), PAGES, runs)


async def tree(runs: int) -> Figures:
    """An answer of 50 MB."""
    value = answer(MEGABYTES)
    app = BenchApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        gc.collect()
        gc.freeze()
        keys = Keys(pilot)

        async def show() -> None:
            app.view.show(value)
            app.view.focus()

        await keys.open(show)
        return await rounds(keys, ["down", "enter", *PAGES, "enter"], runs)


async def form(runs: int) -> Figures:
    """Fields of several kinds."""
    properties = [
        prop(f"field_{n}", _MIXED[n % len(_MIXED)], required=True, options=choices("Red", "Blue"))
        for n in range(FIELDS)
    ]
    app = FormApp(properties)
    began = perf_counter()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        keys = Keys(pilot)
        keys.opened = perf_counter() - began
        return await rounds(keys, IN_FORM, runs)


async def list_filter(runs: int) -> Figures:
    """The activity of a home with 100,000 executions."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), Path(folder))
        home.create()
        await filled(home, MANY)
        app = console(home, "workspaces")
        async with app.run_test(size=SIZE) as pilot:
            await until(lambda: (table := table_of(pilot)) and table.rows)
            await pilot.pause()
            keys, before = Keys(pilot), table_of(pilot)

            def listed() -> bool:
                table = table_of(pilot)
                return table is not None and table is not before and table.total is not None

            async def go() -> None:
                app.simulate_key("7")
                await until(listed)

            await keys.open(go)
            table = table_of(pilot)
            assert table is not None
            await pilot.press("slash")
            for number in range(runs + 1):
                for word in FILTERS:
                    app.screen.query_one("#filter", Input).value = ""
                    await pilot.pause()
                    for letter in word:
                        await keys.press(letter, changed(lambda: table.held))
                if number == 0:
                    keys.forget()
            return keys.figures()


async def palette(runs: int) -> Figures:
    """The palette of a home with 20,000 records."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), Path(folder))
        home.create()
        await filled(home, COUNTS)
        app = console(home, "workspaces")
        async with app.run_test(size=SIZE) as pilot:
            await until(app.session.opened.is_set)
            await pilot.pause()
            keys = Keys(pilot)

            async def go() -> None:
                app.simulate_key("ctrl+p")
                await until(lambda: isinstance(app.screen, PickerScreen))

            await keys.open(go)
            await until(lambda: known(app) >= sum(COUNTS.values()) - COUNTS["executions"])
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, PickerScreen)
            picker = screen.picker
            for number in range(runs + 1):
                for search in SEARCHES:
                    picker.line.value = ""
                    await pilot.pause()
                    for letter in search:
                        await keys.press(letter, changed(lambda: picker.shown_search))
                if number == 0:
                    keys.forget()
            return keys.figures()


CASES: dict[str, Callable[[int], Awaitable[Figures]]] = {
    FLOOR: floor,
    "filter": list_filter,
    "tree": tree,
    "form": form,
    "palette": palette,
}


def child(case: str, runs: int) -> Figures:
    """The figures of a case, from a process of its own."""
    words = [sys.executable, "-m", "tests.benchmarks.bench_keys", "--case", case]
    # As the command sets it before Textual is imported.
    environment = os.environ | {
        "TERM": "xterm-256color",
        "TEXTUAL_FPS": FRAMES_PER_SECOND,
        "TEXTUAL_ANIMATIONS": "none",
    }
    done = subprocess.run(
        [*words, "--runs", str(runs)], check=True, stdout=subprocess.PIPE, env=environment
    )
    found: Figures = json.loads(done.stdout)
    return found


def main() -> int:
    """Print the figures and ratios; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cases", nargs="+", choices=list(CASES), default=list(CASES))
    parser.add_argument("--case", choices=list(CASES), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        report(json.dumps(asyncio.run(_figures(options.case, options.runs))))
        return 0
    least = child(FLOOR, options.runs)
    report(f"load {os.getloadavg()[0]:.1f}")
    report(f"{'p95 ms':<10}{'wall':>8}{'ratio':>7}{'cpu':>8}{'ratio':>7}{'open':>8}{'MB':>8}")
    broken = 0
    for case in options.cases:
        found = least if case == FLOOR else child(case, options.runs)
        broken += found["cpu"] >= GOAL
        line = f"{case:<10}"
        for kind in ("wall", "cpu"):
            line += f"{found[kind]:8.1f}{found[kind] / least[kind]:7.2f}"
        report(f"{line}{found['open']:8.0f}{found['MB']:8.0f}")
    return int(broken > 0)


async def _figures(case: str, runs: int) -> Figures:
    return await CASES[case](runs)


if __name__ == "__main__":
    sys.exit(main())
