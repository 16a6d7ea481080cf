"""`catalog import`, `diff` and `remove` as a script calls them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Invoke


def write(path: Path, *names: str) -> None:
    paths = {f"/{name}": {"get": {"operationId": name, "tags": [name]}} for name in names}
    info = {"title": "Zoo"}
    servers = [{"url": "https://zoo.example"}]
    root = {"openapi": "3.0.3", "info": info, "servers": servers, "paths": paths}
    path.write_text(json.dumps(root))


def test_a_file_is_imported_compared_and_removed(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "zoo.json"
    write(file, "feed", "sleep")
    shown = invoke("catalog", "import", str(file), "--dry-run", "--json")
    assert json.loads(shown.stdout)["import"]["added"] == ["feed", "sleep"]
    assert invoke("catalog", "show", "zoo").exit_code == 5
    assert invoke("catalog", "import", str(file), "--only", "feed").exit_code == 0
    assert "feed" in invoke("catalog", "show", "zoo").stdout
    write(file, "feed", "feed/more")
    again = json.loads(invoke("catalog", "diff", "zoo", "--json").stdout)["import"]
    assert (again["known"], again["added"], again["removed"]) == (True, [], [])
    assert invoke("catalog", "remove", "zoo").exit_code == 0
    assert invoke("catalog", "remove", "zoo").exit_code == 5


def test_what_cannot_be_imported_says_why(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "no.txt"
    file.write_text("no description")
    refused = invoke("catalog", "import", str(file), "--json")
    assert refused.exit_code != 0
    answer = json.loads(refused.stdout)
    assert (answer["code"], answer["details"]["reason"]) == ("IMPORT_REFUSED", "UNKNOWN_FORMAT")
    assert invoke("catalog", "import").exit_code == 2
    assert invoke("catalog", "import", str(file), "--mcp", "x").exit_code == 2
