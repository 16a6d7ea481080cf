"""Settings: what is taken, and how what cannot be taken is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from weavz_tui.model.errors import ValidationError
from weavz_tui.settings import Settings, load_settings


def load(tmp_path: Path, text: str = "", **environment: str) -> Settings:
    """Settings from a file with this text and these variables."""
    file = tmp_path / "config.toml"
    file.write_text(text)
    return load_settings(file, environment)


def test_without_a_file_everything_is_default(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml", {}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    found = load(tmp_path, "[limits]\nrate_limit = 5\n", WEAVZ_TUI_LIMITS_RATE_LIMIT="7")
    assert (found.limits_rate_limit, found.origin("limits_rate_limit")) == (7, "environment")


@pytest.mark.parametrize(
    ("written", "size"),
    [("1024", 1024), ('"5 MB"', 5 << 20), ('"1.5k"', 1536), ('"2 GiB"', 2 << 30)],
)
def test_sizes(tmp_path: Path, written: str, size: int) -> None:
    assert load(tmp_path, f"[activity]\nmax_bytes = {written}\n").activity_max_bytes == size


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        ("[log]\nlevel = 'loud'\n", "log.level", "must be one of debug"),
        ("[log]\nlevle = 'info'\n", "log.levle", "did you mean log.level"),
        ("[nothing]\nat = 1\n", "nothing.at", "is not a setting"),
        ("loose = 1\n", "loose", "is not a setting"),
        ("[log]\nmax_bytes = 'much'\n", "log.max_bytes", "must be a number of bytes"),
        ("[log]\nmax_bytes = true\n", "log.max_bytes", "must be a number of bytes"),
        ("[activity]\nretention_days = 0\n", "activity.retention_days", "at least 1"),
        ("[activity]\nretention_days = 1.5\n", "activity.retention_days", "whole number"),
        ("[network]\nproxy = 'proxy:3128'\n", "network.proxy", "must be an address"),
        ("[network]\nproxy = 'http://['\n", "network.proxy", ""),
        ("[network]\nallow_private = 'maybe'\n", "network.allow_private", "true or false"),
        ("[limits]\nmonthly_quota = -1\n", "limits.monthly_quota", "at least 0"),
        ("keys = 'n'\n", "keys", "must be a table"),
        ("log = 'info'\n", "log", "is not a setting"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(
    tmp_path: Path, text: str, key: str, message: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        load(tmp_path, text)
    assert message in caught.value.fields[key]
    assert str(tmp_path / "config.toml") in caught.value.hint


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ValidationError) as caught:
        load(tmp_path, "[log]\nlevel = 1\n", WEAVZ_TUI_LIMITS_RATE_LIMIT="many")
    assert set(caught.value.fields) == {"log.level", "WEAVZ_TUI_LIMITS_RATE_LIMIT"}


@pytest.mark.parametrize("content", [b"[log\n", b"\xff\xfe"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    with pytest.raises(ValidationError, match=r"config\.toml cannot be read"):
        load_settings(file, {})
