"""Every command of the table is reached by keyboard and does what it says.

pytest tests/console/test_walk.py -s prints the table of the walk.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from tests.console.engine import SMALL, until
from tests.console.walk import frame, lists, playground, records, viewing
from tests.console.walk.furniture import furnish, slack, walked
from tests.console.walk.walker import Walk, promised
from weavz_tui.console.app import ConsoleApp
from weavz_tui.console.places import PLACES
from weavz_tui.home import Home

WAY = (
    lists.choosing,
    lists.writing,
    frame.nine_screens,
    frame.everything_by_name,
    frame.panes,
    records.integrations,
    records.connections,
    records.partials,
    records.servers,
    records.catalogue,
    playground.calling,
    playground.reading,
    playground.keeping,
    playground.accounts,
    viewing.activity,
    viewing.reading,
    frame.settings,
    frame.what_is_in_force,
    frame.leaving,
)


@pytest.fixture
def pager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pager that keeps what it is given; handing over a real terminal is test_pager's."""
    program, kept = tmp_path / "pager", tmp_path / "paged"
    program.write_text(f"#!/bin/sh\ncat > {kept}\n")
    program.chmod(0o700)

    def suspend(self: ConsoleApp) -> AbstractContextManager[None]:
        return nullcontext()

    monkeypatch.setenv("PAGER", str(program))
    monkeypatch.setattr(ConsoleApp, "suspend", suspend)
    return kept


async def test_every_command_is_reached_and_does_something(home: Home, pager: Path) -> None:
    async with slack() as url:
        await furnish(home, url)
        app = walked(home)
        async with app.run_test(size=SMALL, notifications=True) as pilot:
            walk = Walk(app, pilot, pager)
            await until(pilot, app.session.opened.is_set)
            for part in WAY:
                await part(walk)
    print(f"\n{walk.report()}")  # noqa: T201 - the table is what the walk is for
    assert [each for each in promised() if each not in walk.reached] == []
    assert walk.places == {each.id for each in PLACES}
