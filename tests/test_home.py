"""The home: where it is, and for whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from weavz_tui.home import Home
from weavz_tui.model.errors import StoreError


def test_one_variable_names_everything(tmp_path: Path) -> None:
    home = Home.find({"WEAVZ_TUI_HOME": str(tmp_path)})
    assert (home.database.parent, home.config_file.parent) == (tmp_path, tmp_path)


def test_else_it_is_where_the_platform_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    home = Home.find({})
    assert home.data == tmp_path / "data" / "weavz-tui"
    assert home.config == tmp_path / "config" / "weavz-tui"


def test_it_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "a" / "data", tmp_path / "a" / "config")
    home.create()
    home.create()
    modes = {path.stat().st_mode & 0o777 for path in (home.data, home.config, home.logs)}
    assert modes == {0o700}


def test_a_place_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    place = tmp_path / "file" / "home"
    with pytest.raises(StoreError, match=f"{place} cannot be made") as caught:
        Home(place, place).create()
    assert "WEAVZ_TUI_HOME" in caught.value.hint
