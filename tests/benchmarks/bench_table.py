"""What a table costs, by the number of rows of the list behind it.

    python -m tests.benchmarks.bench_table

Processor milliseconds, medians of five; ratios are what must stay: a list of 100,000 rows costs
as much as one of ten, and far less than a DataTable of 10,000.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
from collections.abc import Awaitable, Callable, Mapping
from time import process_time
from tracemalloc import get_traced_memory, start, stop

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import DataTable

from tests.console.table_app import COLUMNS, CountedSource, Run, runs
from weavz_tui.console.widgets.window_table import WindowTable

RUNS = 5
OPEN_BUDGET = 100.0
Figures = Mapping[str, float]


class BenchApp(App[None]):
    """Nothing but the widget that is measured, mounted when it is asked for."""

    CSS = "WindowTable, DataTable { height: 1fr; }"

    def compose(self) -> ComposeResult:
        """Nothing yet."""
        yield from ()


def window_table(rows: list[Run]) -> Widget:
    """Ours."""
    return WindowTable(COLUMNS, CountedSource(rows))


def data_table(rows: list[Run]) -> Widget:
    """Textual's, filled."""
    table: DataTable[str] = DataTable(cursor_type="row")
    table.add_columns(*(column.title for column in COLUMNS))
    for run in rows:
        table.add_row(*(str(column.render(run)) for column in COLUMNS))
    return table


async def settled(pilot: Pilot[None]) -> None:
    """Until nothing is left to do."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def cost(action: Callable[[], Awaitable[object]]) -> float:
    """Processor milliseconds of something that is waited for."""
    before = process_time()
    await action()
    return (process_time() - before) * 1000


async def measure(make: Callable[[list[Run]], Widget], rows: list[Run]) -> Figures:
    """Opening, one page down, the end, and the memory that the widget takes."""
    app = BenchApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)

        async def opened() -> None:
            widget = make(rows)
            await app.mount(widget)
            widget.focus()
            await settled(pilot)

        async def pressed(key: str) -> None:
            await pilot.press(key)
            await settled(pilot)

        gc.collect()
        figures = {"open": await cost(opened)}
        pages = [await cost(lambda: pressed("pagedown")) for _ in range(10)]
        figures["page"] = statistics.median(pages)
        figures["end"] = await cost(lambda: pressed("end"))
        return figures


async def memory(make: Callable[[list[Run]], Widget], rows: list[Run]) -> float:
    """Megabytes of Python objects that opening and going to the end leaves."""
    app = BenchApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        start()
        widget = make(rows)
        await app.mount(widget)
        widget.focus()
        await settled(pilot)
        await pilot.press("end")
        await settled(pilot)
        gc.collect()
        held, _ = get_traced_memory()
        stop()
        return held / 1e6


def median(make: Callable[[list[Run]], Widget], count: int, times: int = RUNS) -> Figures:
    """Medians of several runs."""
    rows = runs(count)
    found = [asyncio.run(measure(make, rows)) for _ in range(times)]
    figures = {name: statistics.median(run[name] for run in found) for name in found[0]}
    return {**figures, "mb": asyncio.run(memory(make, rows))}


def report(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Print the figures and the ratios; 1 when the budget is broken."""
    cases = {
        "WindowTable 10": median(window_table, 10),
        "WindowTable 1,000": median(window_table, 1_000),
        "WindowTable 100,000": median(window_table, 100_000),
        "DataTable 1,000": median(data_table, 1_000, 3),
        "DataTable 10,000": median(data_table, 10_000, 1),
    }
    names = list(cases["WindowTable 10"])
    report(f"{'':<22}" + "".join(f"{name:>9}" for name in names))
    for case, figures in cases.items():
        report(f"{case:<22}" + "".join(f"{figures[name]:9.1f}" for name in names))
    few, many = cases["WindowTable 1,000"], cases["WindowTable 100,000"]
    other = cases["DataTable 10,000"]
    report(f"{'100,000 to 1,000':<22}" + "".join(f"{many[n] / few[n]:9.2f}" for n in names))
    report(f"{'DataTable to ours':<22}" + "".join(f"{other[n] / many[n]:9.2f}" for n in names))
    return int(many["open"] > OPEN_BUDGET)


if __name__ == "__main__":
    sys.exit(main())
