"""Whether there is a browser on this machine that the person sits in front of."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_REMOTE = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")
_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY")


def has_browser(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """False over SSH, and on a machine without a screen: what opened there nobody would see."""
    if any(environment.get(name) for name in _REMOTE):
        return False
    return platform in {"darwin", "win32"} or any(environment.get(name) for name in _SCREEN)
