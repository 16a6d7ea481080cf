"""The question before many records are deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from weavz_tui.console.frame.ask import NAME_WIDTH, Answer, Question, short
from weavz_tui.console.text import line, lines, plain
from weavz_tui.model.lists import Dependants

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase
    from weavz_tui.console.lists.removal import Removal

NAMES_SHOWN = 6


async def sum_of_dependants(console: ConsoleBase, removals: Sequence[Removal]) -> Dependants:
    """What goes with all of them together. Raises WeavzError as the engine does."""
    service = await console.session.service()
    counts: Counter[str] = Counter()
    for each in removals:
        if each.dependants is not None:
            counts.update((await each.dependants(service)).counts)
    return Dependants(counts=dict(counts))


async def confirm_deletes(
    console: ConsoleBase, what: str, removals: Sequence[Removal], goes: Dependants
) -> bool:
    """From a worker: names, what goes with them, what follows. Where one of them has to be typed,
    so has the whole."""
    rows = [line("Delete ", (what, "bold"), "?"), *name_lines([each.name for each in removals])]
    if sentence := goes.sentence():
        word = "Used by: " if any(each.uses for each in removals) else "Goes with them: "
        rows.append(line((word, "$text-warning"), plain(sentence)))
    rows += [plain(also) for also in dict.fromkeys(each.also for each in removals) if also]
    typed = f"delete {what}" if any(each.typed for each in removals) else ""
    question = Question("Delete", lines(*rows), [Answer("y", "delete", "y")], typed=typed)
    answer: str = await console.push_screen_wait(question)
    return answer == "y"


def name_lines(names: Sequence[str]) -> list[Content]:
    """The first few names, one a line, and how many more there are."""
    shown = [line("  ", short(name, NAME_WIDTH)) for name in names[:NAMES_SHOWN]]
    if len(names) > NAMES_SHOWN:
        shown.append(line(f"  and {len(names) - NAMES_SHOWN:,} more"))
    return shown
