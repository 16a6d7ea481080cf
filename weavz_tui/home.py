"""The home: the folders in which everything of this installation is kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from weavz_tui.model.errors import StoreError
from weavz_tui.settings import PREFIX, Settings, load_settings

APPLICATION = "weavz-tui"


@dataclass(frozen=True)
class Home:
    """Where records, logs and secrets of the encrypted vault are (`data`), and the settings file
    (`config`). Folders are for their owner alone (0700)."""

    data: Path
    config: Path

    @classmethod
    def find(cls, environment: Mapping[str, str] | None = None) -> Home:
        """WEAVZ_TUI_HOME, else the platform's folders of this user. Creates nothing."""
        environment = os.environ if environment is None else environment
        if root := environment.get(PREFIX + "HOME"):
            path = Path(root).expanduser().absolute()
            return cls(path, path)
        from platformdirs import user_config_path, user_data_path  # noqa: PLC0415 - only here

        return cls(
            user_data_path(APPLICATION, appauthor=False),
            user_config_path(APPLICATION, appauthor=False),
        )

    @cached_property
    def settings(self) -> Settings:
        """The settings in force, read once; raises ValidationError naming file and key."""
        return load_settings(self.config_file, os.environ)

    @property
    def database(self) -> Path:
        """The records; credentials are never in it."""
        return self.data / "weavz.db"

    @property
    def state_file(self) -> Path:
        """Where the console remembers its last place and drafts."""
        return self.data / "state.json"

    @property
    def logs(self) -> Path:
        """Log files and crash reports."""
        return self.data / "logs"

    @property
    def log_file(self) -> Path:
        """The present log file."""
        return self.logs / "weavz-tui.log"

    @property
    def config_file(self) -> Path:
        """The person's own settings; it is read and never written."""
        return self.config / "config.toml"

    def create(self) -> None:
        """Make the folders that are missing, 0700; raises StoreError where that is not possible."""
        for folder in (self.data, self.config, self.logs):
            if folder.is_dir():
                continue
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.chmod(0o700)
            except OSError as error:
                raise StoreError(
                    f"The folder {folder} cannot be made: {error.strerror}",
                    details={"path": str(folder)},
                    hint="name a folder you may write to in WEAVZ_TUI_HOME",
                ) from error
