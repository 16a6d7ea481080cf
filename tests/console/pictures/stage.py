"""A home that looks the same at any time and anywhere."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE
from tests.console.pictures.screens import every_screen
from weavz_tui.console import journal, text
from weavz_tui.engine.local import LocalService
from weavz_tui.engine.servers import servers
from weavz_tui.home import Home
from weavz_tui.model.status import UsageReport

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MADE = "2026-11-22T11:50:"
SERVER = "8a0fe860-032c-4037-a2c6-ac297766eecc"


def furnished(folder: Path, furnish: Callable[[Home], Awaitable[None]]) -> Path:
    """A home with everything in it, all of it made at the same moments."""
    home, passphrase = folder / "home", folder / "passphrase"
    passphrase.touch(mode=0o600)
    passphrase.write_text(PASSPHRASE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("WEAVZ_TUI_HOME", str(home))
        patched.setenv("WEAVZ_TUI_PASSPHRASE_FILE", str(passphrase))
        patched.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
        patched.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        # Its id is in the address that the screen shows.
        patched.setattr(servers, "new_id", lambda: SERVER)
        asyncio.run(_run(furnish, Home(home, home)))
    _same_moments(home / "weavz.db")
    return home


async def _run(furnish: Callable[[Home], Awaitable[None]], home: Home) -> None:
    await furnish(home)


def _same_moments(database: Path) -> None:
    """Every time in a database by its order alone, and every run as long."""
    with closing(sqlite3.connect(database)) as rows, rows:
        tables = [
            name for (name,) in rows.execute("select name from sqlite_master where type='table'")
        ]
        for table in tables:
            for _, column, *_ in rows.execute(f"pragma table_info({table})").fetchall():
                if column in {"created_at", "updated_at", "last_used_at"}:
                    _put_in_order(rows, table, column)
        for number, (id, payload) in enumerate(_runs(rows)):
            kept = json.loads(payload)
            kept["timing"] = kept.get("timing", {}) | {"steps": {}}
            rows.execute(
                "update execution set id = ?, duration_ms = 3, payload = ? where id = ?",
                (f"exec_{number}", json.dumps(kept), id),
            )
        rows.execute("update api_key set key_prefix = 'wvz_k7Qz'")


def _runs(rows: sqlite3.Connection) -> list[tuple[str, str]]:
    query = "select id, payload from execution order by created_at, id"
    return rows.execute(query).fetchall()


def _put_in_order(rows: sqlite3.Connection, table: str, column: str) -> None:
    query = f"select rowid, {column} from {table} where {column} is not null order by {column}"
    for number, (rowid, moment) in enumerate(rows.execute(query).fetchall()):
        rest = re.sub(r"(?<=\.)\d+", lambda found: "0" * len(found[0]), moment[19:])
        text = f"{MADE}{number % 60:02}{rest}"
        rows.execute(f"update {table} set {column} = ? where rowid = ?", (text, rowid))


def put(template: Path, home: Home) -> None:
    """A copy of a furnished home in the place of an empty one."""
    shutil.copytree(template, home.data, dirs_exist_ok=True)


def still(patched: pytest.MonkeyPatch) -> None:
    """What tells the time tells the same one."""
    patched.setenv("TZ", "UTC")
    time.tzset()
    # All of them are there before the first is given another clock: none keeps it.
    every_screen()
    clock = text.clock
    for name, module in list(sys.modules.items()):
        if name.startswith("weavz_tui.console.") and getattr(module, "clock", None) is clock:
            patched.setattr(module, "clock", lambda: MOMENT)
    # What can be taken back is in the footer for as long, and was written just now.
    patched.setattr(journal, "UNDO_SECONDS", 3600.0)
    patched.setattr(journal.Journal, "age", lambda self, entry: 0.0)

    async def usage(self: LocalService, month: str = "") -> UsageReport:
        return UsageReport(
            actions=3,
            counted=3,
            limit=1000,
            by_source={"playground": 3},
            by_action=[("hash-encode.hash", 2), ("data-transformer.filter_array", 1)],
            by_day=[("2026-11-22", 3)],
            start=MOMENT.replace(day=1, hour=0),
            end=MOMENT.replace(month=12, day=1, hour=0),
        )

    patched.setattr(LocalService, "usage", usage)
