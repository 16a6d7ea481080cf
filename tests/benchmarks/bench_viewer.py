"""What a large answer costs to read: keystroke to paint against a small one.

    python -m tests.benchmarks.bench_viewer [megabytes]

Wall milliseconds at the 95th percentile, each key pressed and waited for until it is painted.
Ratios are to an answer of ten records; at 50 MB every key has to stay under 50 ms.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import tracemalloc
from time import perf_counter
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from weavz_tui.console.widgets.json_view import JsonView
from weavz_tui.console.widgets.text_lines import TextLines

BUDGET = 50.0
KEYS = 60
SMALL = 10
Figures = dict[str, float]


class BenchApp(App[None]):
    """Nothing but the view."""

    def compose(self) -> ComposeResult:
        """Empty at first."""
        yield JsonView(None, id="view")

    @property
    def view(self) -> JsonView:
        """The view."""
        return self.query_one(JsonView)


def answer(megabytes: float) -> list[dict[str, Any]]:
    """Records of about 250 bytes; ten of them for 0."""
    count = int(megabytes * 4_700) or SMALL
    return [
        {
            "id": number,
            "name": f"name {number}",
            "text": "lorem ipsum dolor sit amet " * 4,
            "tags": ["a", "b"],
            "nested": {"x": number, "y": None},
        }
        for number in range(count)
    ]


def p95(times: list[float]) -> float:
    """The 95th percentile in milliseconds."""
    return sorted(times)[int(len(times) * 0.95)] * 1000


async def keystroke(pilot: Pilot[None], key: str) -> float:
    """Seconds from a key to the frame that answers it."""
    painted = asyncio.Event()
    began = perf_counter()
    pilot.app.simulate_key(key)
    pilot.app.call_later(pilot.app.call_after_refresh, painted.set)
    await painted.wait()
    return perf_counter() - began


async def pressed(pilot: Pilot[None], *keys: str) -> float:
    """The slow end of many presses of keys."""
    return p95([await keystroke(pilot, keys[n % len(keys)]) for n in range(KEYS)])


async def while_busy(pilot: Pilot[None], view: JsonView) -> tuple[float, float]:
    """The slow end of the keys pressed while the view works, and how long it worked."""
    began = perf_counter()
    times: list[float] = []
    while view.is_busy or not times:
        times.append(await keystroke(pilot, "down"))
        await asyncio.sleep(0.02)
    return p95(times), perf_counter() - began


async def measure(value: list[dict[str, Any]]) -> Figures:
    """Every way of reading it."""
    app = BenchApp()
    figures: Figures = {}
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        view = app.view
        gc.collect()
        began = perf_counter()
        view.show(value)
        view.focus()
        await keystroke(pilot, "down")
        figures["open"] = (perf_counter() - began) * 1000
        figures["tree keys"] = await pressed(pilot, "down", "pagedown", "enter", "end", "home")
        view.search("no such words")
        await pilot.pause()
        figures["keys in search"], figures["search s"] = await while_busy(pilot, view)
        view.set_filter("[*].name")
        await asyncio.sleep(0)
        figures["keys in filter"], figures["filter s"] = await while_busy(pilot, view)
        view.show(value)
        await view.view("table")
        await pilot.pause(0.2)
        figures["table keys"] = await pressed(pilot, "down", "pagedown", "end", "home")
        view.sort_by("name", True)
        figures["keys in sort"], figures["sort s"] = await while_busy(pilot, view)
        began = perf_counter()
        await view.view("raw")
        await keystroke(pilot, "down")
        figures["open raw"] = (perf_counter() - began) * 1000
        figures["raw keys"] = await pressed(pilot, "down", "pagedown", "end", "home")
        await app.workers.wait_for_complete()
        text = view.query_one(TextLines)
        figures["raw MB"] = sum(sys.getsizeof(block) for block in text.rows.blocks) / 1e6
    return figures


async def memory(value: list[dict[str, Any]]) -> Figures:
    """Megabytes that reading it as a tree, as a table and as text takes beside the answer."""
    app = BenchApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        gc.collect()
        tracemalloc.start()
        app.view.show(value)
        await pilot.pause(0.2)
        tree = tracemalloc.get_traced_memory()[0] / 1e6
        await app.view.view("table")
        await pilot.pause(0.2)
        table = tracemalloc.get_traced_memory()[0] / 1e6
        tracemalloc.stop()
    return {"tree MB": tree, "table MB": table}


def main() -> int:
    """Print figures and ratios; 1 when a key is slower than the budget."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 50.0
    few, many = answer(0), answer(megabytes)
    size = len(json.dumps(many)) / 1e6
    small = asyncio.run(measure(few)) | asyncio.run(memory(few))
    large = asyncio.run(measure(many)) | asyncio.run(memory(many))
    sys.stdout.write(f"{'p95 ms':<16}{SMALL:>10} rec{size:>10.0f} MB{'ratio':>8}\n")
    for name, figure in large.items():
        ratio = figure / small[name] if small[name] else 0.0
        sys.stdout.write(f"{name:<16}{small[name]:14.1f}{figure:13.1f}{ratio:8.1f}\n")
    late = [name for name in large if ("keys" in name or "open" in name) and large[name] > BUDGET]
    return int(bool(late))


if __name__ == "__main__":
    sys.exit(main())
