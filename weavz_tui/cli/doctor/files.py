"""The home: its folders, its settings file, its database, its disk."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import sys
from pathlib import Path

from weavz_tui.home import Home
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.status import Diagnosis

ROOM = 200 << 20


def home(found: Home) -> Diagnosis:
    """Whether the home is there, and for its owner alone."""
    if not found.data.is_dir():
        made = f"{found.data} is not there yet; the first command makes it"
        return Diagnosis(name="home", ok=True, message=made)
    if sys.platform != "win32":
        open_to_others = [
            path
            for path in (found.data, found.database, found.data / "vault.db")
            if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
        ]
        if open_to_others:
            listed = " ".join(str(each) for each in open_to_others)
            return Diagnosis(
                name="home",
                ok=False,
                message=f"others on this machine can read {listed}",
                remedy=f"chmod go-rwx {listed}",
            )
    return Diagnosis(name="home", ok=True, message=str(found.data))


def settings(found: Home) -> Diagnosis:
    """Whether the settings can be read."""
    try:
        loaded = found.settings
    except WeavzError as error:
        return Diagnosis(name="settings", ok=False, message=error.message, remedy=error.hint)
    changed = len(loaded.origins)
    message = f"{found.config_file}, {changed} of them not the default"
    if not found.config_file.exists():
        message = f"{changed} from the environment, else defaults; {found.config_file} is not there"
    ca_file = loaded.network_ca_file
    if ca_file is not None and not ca_file.is_file():
        return Diagnosis(
            name="settings",
            ok=False,
            message=f"network.ca_file names {ca_file}, which is not there",
            remedy=f"put the certificate there, or mend network.ca_file in {found.config_file}",
        )
    return Diagnosis(name="settings", ok=True, message=message)


def database(found: Home) -> Diagnosis:
    """Whether the database is whole and of a version that this program knows."""
    path = found.database
    if not path.exists():
        return Diagnosis(name="database", ok=True, message="not there yet")
    from weavz_tui.store.failures import explained
    from weavz_tui.store.migrations import NEWEST

    try:
        version, verdict = _look(path)
    except sqlite3.Error as error:
        mending = explained(error, path)
        return Diagnosis(name="database", ok=False, message=mending.message, remedy=mending.hint)
    size = f"{path.stat().st_size / (1 << 20):.1f} MB"
    message = f"schema {version}, {size}, whole"
    remedy = ""
    if verdict != "ok":
        message = f"damaged: {verdict}"
        remedy = f"move {path} away, then copy a backup of it ({path}.backup-v...) to its place"
    elif version > NEWEST:
        message = f"made by a newer version (schema {version}, known here: {NEWEST})"
        remedy = "upgrade weavz-tui"
    return Diagnosis(
        name="database",
        ok=not remedy,
        message=message,
        remedy=remedy,
        details={"schema": version, "known": NEWEST},
    )


def _look(path: Path) -> tuple[int, str]:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
    try:
        version: int = connection.execute("pragma user_version").fetchone()[0]
        verdict: str = connection.execute("pragma quick_check(1)").fetchone()[0]
    finally:
        connection.close()
    return version, verdict


def disk(found: Home) -> Diagnosis:
    """Whether there is room where the home is."""
    place = found.data
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    ok = free >= ROOM
    return Diagnosis(
        name="disk",
        ok=ok,
        message=f"{free / (1 << 30):.1f} GB free at {place}",
        remedy="" if ok else "free some room; `activity.max_bytes` bounds what is kept of it",
    )
