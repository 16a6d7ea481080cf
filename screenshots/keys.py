"""Write the README's table of keys from the command table.

.venv/bin/python screenshots/keys.py
"""

from __future__ import annotations

import re
from pathlib import Path

from weavz_tui.console.commands import TABLE, Command
from weavz_tui.console.key_names import key_name

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- keys -->", "<!-- end of keys -->"
PLACES = "| `1` to `9`, `F1` to `F9` | The nine screens | everywhere | `go.*` |"


def shown(keys: str) -> str:
    """The keys of a command as a person presses them."""
    named = " ".join(f"`{key_name(each)}`" for each in keys.split(",")) if keys else "palette"
    return named.replace("|", "\\|")


def row(command: Command) -> str:
    """A command's line."""
    where = ", ".join(f"{each}s" if each in {"list", "editor"} else each
                      for each in sorted(command.where))  # fmt: skip
    title = command.title.replace("|", "\\|")
    return f"| {shown(command.keys)} | {title} | {where or 'everywhere'} | `{command.id}` |"


def table() -> str:
    """The whole table, commands in the order in which they are declared."""
    rows = [row(each) for each in TABLE if each.handler != "go"]
    head = ["| key | what it does | where | name |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *rows, PLACES])


def written(text: str) -> str:
    """A README with the present table between its marks."""
    marks = re.compile(f"(?<={re.escape(BEGIN)}\n).*?(?=\n{re.escape(END)})", re.DOTALL)
    return marks.sub(lambda _: table(), text)


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), "utf-8")
