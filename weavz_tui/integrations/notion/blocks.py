"""Text and blocks: what a person writes as Markdown is a list of blocks in Notion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from weavz_tui.integrations.notion.service import plain, rich_text

_PREFIXES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"# +"), "heading_1"),
    (re.compile(r"## +"), "heading_2"),
    (re.compile(r"###+ +"), "heading_3"),
    (re.compile(r"> ?"), "quote"),
    (re.compile(r"[-*] \[([ xX])\] +"), "to_do"),
    (re.compile(r"[-*] +"), "bulleted_list_item"),
    (re.compile(r"\d+[.)] +"), "numbered_list_item"),
)
_MARKS: Mapping[str, str] = {
    "heading_1": "# ",
    "heading_2": "## ",
    "heading_3": "### ",
    "quote": "> ",
    "bulleted_list_item": "- ",
    "numbered_list_item": "1. ",
}
_TOGETHER = {"bulleted_list_item", "numbered_list_item", "to_do"}


def blocks_of(text: str) -> list[dict[str, Any]]:
    """The blocks of a text: paragraphs stand apart by an empty line; headings, lists, to-dos,
    quotes, rules and fenced code are known."""
    return list(_blocks(text.splitlines()))


def _blocks(lines: list[str]) -> Iterator[dict[str, Any]]:
    paragraph: list[str] = []
    code: list[str] | None = None
    language = ""
    for line in [*lines, ""]:
        if line.startswith("```"):
            if code is None:
                yield from _paragraph(paragraph)
                code, language = [], line[3:].strip()
            else:
                yield _code(code, language)
                code = None
        elif code is not None:
            code.append(line)
        elif (block := _line(line.strip())) is not None:
            yield from _paragraph(paragraph)
            yield block
        elif line.strip():
            paragraph.append(line.strip())
        else:
            yield from _paragraph(paragraph)
    if code is not None:
        yield _code(code[:-1], language)


def _paragraph(lines: list[str]) -> Iterator[dict[str, Any]]:
    if lines:
        yield _block("paragraph", rich_text=rich_text("\n".join(lines)))
        lines.clear()


def _line(line: str) -> dict[str, Any] | None:
    """The block of a line that is one by itself."""
    if re.fullmatch(r"-{3,}|\*{3,}", line):
        return _block("divider")
    for pattern, kind in _PREFIXES:
        if match := pattern.match(line):
            more = {"checked": match[1] != " "} if kind == "to_do" else {}
            return _block(kind, rich_text=rich_text(line[match.end() :]), **more)
    return None


def _code(lines: list[str], language: str) -> dict[str, Any]:
    text = rich_text("\n".join(lines))
    return _block("code", rich_text=text, language=language or "plain text")


def _block(kind: str, **content: Any) -> dict[str, Any]:
    return {"type": kind, kind: content}


def markdown_of(blocks: list[dict[str, Any]], depth: int = 0) -> str:
    """Blocks, each with its `children`, as Markdown."""
    text = ""
    before = ""
    for block in blocks:
        kind = str(block.get("type"))
        if text:
            text += "\n" if kind in _TOGETHER and kind == before else "\n\n"
        text += _indented(_written(kind, block.get(kind) or {}), depth)
        if block.get("children"):
            text += "\n" + markdown_of(block["children"], depth + 1)
        before = kind
    return text


def _written(kind: str, content: Mapping[str, Any]) -> str:
    words = plain(content.get("rich_text"))
    if (special := _SPECIAL.get(kind)) is not None:
        return special(kind, content, words)
    return _MARKS.get(kind, "") + words


def _media(kind: str, content: Mapping[str, Any], words: str) -> str:
    where = content.get(str(content.get("type"))) or {}
    caption = plain(content.get("caption")) or kind
    return f"{'!' if kind == 'image' else ''}[{caption}]({where.get('url', '')})"


def _to_do(kind: str, content: Mapping[str, Any], words: str) -> str:
    return f"- [{'x' if content.get('checked') else ' '}] {words}"


def _fenced(kind: str, content: Mapping[str, Any], words: str) -> str:
    return f"```{content.get('language') or ''}\n{words}\n```"


def _rule(kind: str, content: Mapping[str, Any], words: str) -> str:
    return "---"


def _child(kind: str, content: Mapping[str, Any], words: str) -> str:
    return f"[{content.get('title', '')}]"


def _link(kind: str, content: Mapping[str, Any], words: str) -> str:
    return f"<{content.get('url', '')}>"


def _row(kind: str, content: Mapping[str, Any], words: str) -> str:
    return "| " + " | ".join(plain(each) for each in content.get("cells") or []) + " |"


_SPECIAL: Mapping[str, Callable[[str, Mapping[str, Any], str], str]] = {
    "to_do": _to_do,
    "code": _fenced,
    "divider": _rule,
    "child_page": _child,
    "child_database": _child,
    "image": _media,
    "file": _media,
    "pdf": _media,
    "video": _media,
    "bookmark": _link,
    "embed": _link,
    "link_preview": _link,
    "table_row": _row,
}


def _indented(text: str, depth: int) -> str:
    return "\n".join("  " * depth + line for line in text.split("\n"))
