"""What a form costs to mount, against plain inputs.

    python -m tests.benchmarks.bench_form

Processor milliseconds, medians of five. A field of a form must not cost much more than the input
that it is; a label, an input and a help line each cost three times as much.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections.abc import Callable
from time import process_time

from textual.app import App
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from tests.console.form_app import TYPES, choices, prop
from weavz_tui.console.forms.form import Form

RUNS = 5
FIELDS = 30
BUDGET = 250.0
_MIXED = (
    TYPES.SHORT_TEXT,
    TYPES.NUMBER,
    TYPES.CHECKBOX,
    TYPES.LONG_TEXT,
    TYPES.STATIC_DROPDOWN,
    TYPES.ARRAY,
)


def lines() -> Widget:
    """A form of lines of text."""
    names = [f"field_{number}" for number in range(FIELDS)]
    return Form([prop(name, TYPES.SHORT_TEXT, required=True) for name in names])


def mixed() -> Widget:
    """A form of fields of several kinds."""
    kinds = [_MIXED[number % len(_MIXED)] for number in range(FIELDS)]
    return Form(
        [
            prop(f"field_{number}", kind, required=True, options=choices("Red", "Blue"))
            for number, kind in enumerate(kinds)
        ]
    )


def folded() -> Widget:
    """A form of 3 required fields and 97 optional ones."""
    return Form([prop(f"field_{n}", TYPES.SHORT_TEXT, required=n < 3) for n in range(100)])


def plain() -> Widget:
    """As many inputs, without labels, sources, help."""
    return VerticalScroll(*(Input(compact=True) for _ in range(FIELDS)))


async def measure(make: Callable[[], Widget]) -> float:
    """Processor milliseconds from nothing to a form that takes keys."""
    app: App[None] = App()
    async with app.run_test(size=(120, 40)) as pilot:
        await app.mount(mixed())
        await pilot.pause()
        await app.screen.query_one(Form).remove()
        await pilot.pause()
        before = process_time()
        await app.mount(make())
        await pilot.pause()
        return (process_time() - before) * 1000


def report(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Print the figures and the ratios to plain inputs; 1 when the budget is broken."""
    cases = {
        f"{FIELDS} inputs": plain,
        f"form, {FIELDS} lines": lines,
        f"form, {FIELDS} mixed": mixed,
        "form, 3 and 97 folded": folded,
    }
    figures = {
        name: statistics.median(asyncio.run(measure(make)) for _ in range(RUNS))
        for name, make in cases.items()
    }
    basis = figures[f"{FIELDS} inputs"]
    for name, found in figures.items():
        report(f"{name:<24}{found:8.0f} ms{found / basis:8.2f}")
    return int(figures[f"form, {FIELDS} lines"] > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
