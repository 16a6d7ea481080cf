"""What only some actions need is imported with their first use."""

from __future__ import annotations

import json
import subprocess
import sys

LATER = (
    "anyio",
    "bs4",
    "feedparser",
    "httpx",
    "markdownify",
    "pydantic_monty",
    "regex",
    "weavz_tui.sandbox",
)
PROGRAM = """
import json, sys
from weavz_tui.catalog.registry import Registry
described = [each.info for each in Registry(plugins=False).all()]
print(json.dumps([name for name in sys.argv[1].split(",") if name in sys.modules]))
"""


def test_describing_every_integration_imports_no_library_of_theirs() -> None:
    words = [sys.executable, "-c", PROGRAM, ",".join(LATER)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == []
