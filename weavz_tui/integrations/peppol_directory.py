"""The Peppol Directory: who receives electronic documents through Peppol."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop
from weavz_tui.integrations._public import Whole, not_found

SCHEME = "iso6523-actorid-upis"
DOCUMENTS = "busdox-docid-qns"
MOST_MATCHES = 20

Participant = Annotated[
    str, Prop(description="Its id, 0208:0404484654 or iso6523-actorid-upis::0208:0404484654.")
]
DocumentType = Annotated[str, Prop(key="documentType")]

integration = Integration(
    "peppol-directory",
    title="Peppol Directory",
    description="Search who receives electronic documents through Peppol.",
    categories=[Category.FINANCE],
    base_url="https://directory.peppol.eu",
)


@integration.action(effect=Effect.READ)
async def search_participants(
    ctx: Context,
    query: str | None = None,
    participant: Participant | None = None,
    name: str | None = None,
    country: str | None = None,
    identifier_scheme: Annotated[str | None, Prop(key="identifierScheme")] = None,
    identifier_value: Annotated[str | None, Prop(key="identifierValue")] = None,
    document_type: DocumentType | None = None,
    page_index: Annotated[Whole | None, Prop(key="pageIndex")] = 0,
    page_count: Annotated[int | None, Prop(key="pageCount", minimum=1, maximum=1000)] = 20,
) -> Any:
    """Search participants; all that is given must hold.

    Args:
        query: Words looked for everywhere.
        name: Part of the name.
        country: The country as two letters.
        identifier_scheme: Scheme of a further id, such as VAT.
        identifier_value: Value of a further id.
        document_type: Only those that receive this kind of document, by its full identifier.
        page_index: Which page, counted from 0.
        page_count: How many at most.
    """
    params = {
        "q": query,
        "participant": _participant(participant),
        "name": name,
        "country": country,
        "identifierScheme": identifier_scheme,
        "identifierValue": identifier_value,
        "doctype": _document(document_type),
        "rpi": page_index,
        "rpc": page_count,
    }
    return await ctx.get("/search/1.0/json", params=params)


@integration.action(effect=Effect.READ)
async def get_participant(ctx: Context, participant: Participant) -> Any:
    """Read about a participant and which documents it receives."""
    matches = await _matches(ctx, participant)
    if not matches:
        raise not_found(f"no participant {participant} is in the directory")
    return matches[0]


@integration.action(effect=Effect.READ)
async def check_document_support(
    ctx: Context, participant: Participant, document_type: DocumentType
) -> Any:
    """Whether a participant receives a kind of document.

    Args:
        document_type: The kind by its full identifier, or a part of it such as Invoice-2.
    """
    matches = await _matches(ctx, participant)
    received = [each.get("value", "") for match in matches for each in match.get("docTypes", [])]
    wanted = document_type.strip().removeprefix(f"{DOCUMENTS}::").casefold()
    found = [each for each in received if wanted in each.casefold()]
    return {
        "participant": _participant(participant),
        "registered": bool(matches),
        "supported": bool(found),
        "documentTypes": found,
    }


async def _matches(ctx: Context, participant: str) -> list[dict[str, Any]]:
    params = {"participant": _participant(participant), "rpc": MOST_MATCHES}
    data = await ctx.get("/search/1.0/json", params=params)
    return list(data.get("matches", [])) if isinstance(data, dict) else []


def _participant(given: str | None) -> str | None:
    clean = (given or "").strip()
    if not clean:
        return None
    return clean if "::" in clean else f"{SCHEME}::{clean}"


def _document(given: str | None) -> str | None:
    """The identifier with its scheme; that of documents holds `::` of its own."""
    clean = (given or "").strip()
    known = clean.startswith((f"{DOCUMENTS}::", "peppol-doctype-"))
    if not clean:
        return None
    return clean if known else f"{DOCUMENTS}::{clean}"
