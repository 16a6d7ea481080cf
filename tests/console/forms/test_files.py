"""Fields for files: completed, shown, read when they are wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.console.form_app import (
    TYPES,
    FormApp,
    prop,
)
from tests.console.forms.fields import focus, settled
from weavz_tui.model.errors import ValidationError


async def test_a_file_shows_size_and_type_and_is_read_when_wanted(tmp_path: Path) -> None:
    (tmp_path / "offer.txt").write_text("x" * 2_000)
    path = str(tmp_path / "offer.txt")
    app = FormApp([prop("file", TYPES.FILE), prop("gone", TYPES.FILE)], {"file": {"path": path}})
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        assert app.line("file").endswith(" 2 kB typed ")
        focus(app, "file")
        await settled(pilot)
        assert "text/plain" in str(app.form.help.render())
        sent = await app.form.collected()
        assert sent["file"]["filename"] == "offer.txt"
        opened = await app.form.collected(whole=False)
        assert opened["file"].summary["size"] == 2_000
        assert await app.form.check() == {}
        await app.form.set_values({"gone": {"path": f"{path}.missing"}})
        await settled(pilot)
        assert app.line("gone").endswith(" ✗ no such file ")
        with pytest.raises(ValidationError) as raised:
            await app.form.collected()
        assert "No such file" in raised.value.fields["gone"]


async def test_a_path_is_completed(tmp_path: Path) -> None:
    (tmp_path / "offers").mkdir()
    app = FormApp([prop("file", TYPES.FILE, required=True)])
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        focus(app, "file")
        await pilot.press(*f"{tmp_path}/of")
        await settled(pilot)
        await pilot.press("right")
        await settled(pilot)
        assert app.form.values() == {"file": {"path": f"{tmp_path}/offers/"}}
