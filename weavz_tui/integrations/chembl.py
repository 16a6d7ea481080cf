"""ChEMBL: molecules with drug-like properties, their targets and activities."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, Response
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import Whole, message_at, segment

Limit = Annotated[int, Prop(minimum=1, maximum=1000)]
MoleculeKey = Annotated[str, Prop(key="moleculeChemblId", title="Molecule's ChEMBL ID")]
TargetKey = Annotated[str, Prop(key="targetChemblId", title="Target's ChEMBL ID")]
Name = Annotated[str, Prop(key="prefNameContains", title="Name contains")]


def failure(response: Response) -> str | None:
    """ChEMBL's message."""
    if response.ok:
        return None
    return message_at(response.data(), "error_message") or default_failure(response)


integration = Integration(
    "chembl",
    title="ChEMBL",
    description="Search ChEMBL's molecules, targets, activities and mechanisms.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://www.ebi.ac.uk/chembl/api/data",
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def get_molecule(ctx: Context, molecule_id: Annotated[str, Prop(key="moleculeId")]) -> Any:
    """Read a molecule.

    Args:
        molecule_id: Its ChEMBL ID, such as CHEMBL25, or its InChI key.
    """
    return await ctx.get(f"/molecule/{segment(molecule_id, 'moleculeId')}.json")


@integration.action(effect=Effect.READ)
async def search_molecules(
    ctx: Context,
    pref_name_contains: Name | None = None,
    chembl_ids: Annotated[str | None, Prop(key="chemblIds", title="ChEMBL IDs")] = None,
    max_phase: Annotated[int | None, Prop(key="maxPhase", title="Phase")] = None,
    full_mwt_min: Annotated[float | None, Prop(key="fullMwtMin", title="Weight from")] = None,
    full_mwt_max: Annotated[float | None, Prop(key="fullMwtMax", title="Weight to")] = None,
    order_by: Annotated[str | None, Prop(key="orderBy")] = None,
    limit: Limit | None = 20,
    offset: Whole | None = None,
) -> Any:
    """Search molecules; all that is given must hold.

    Args:
        pref_name_contains: Part of the preferred name.
        chembl_ids: Only these, separated by commas.
        max_phase: Only those that reached this phase; 4 is approved.
        full_mwt_min: Only those of at least this molecular weight.
        full_mwt_max: Only those of at most this molecular weight.
        order_by: A field such as pref_name; a minus before it turns the order round.
        limit: How many at most.
        offset: How many are passed over.
    """
    params = {
        "pref_name__icontains": pref_name_contains,
        "molecule_chembl_id__in": chembl_ids,
        "max_phase": max_phase,
        "molecule_properties__full_mwt__gte": full_mwt_min,
        "molecule_properties__full_mwt__lte": full_mwt_max,
        "order_by": order_by,
        "limit": limit,
        "offset": offset,
    }
    return await ctx.get("/molecule.json", params=params)


@integration.action(effect=Effect.READ)
async def get_target(ctx: Context, target_id: Annotated[str, Prop(key="targetId")]) -> Any:
    """Read a target.

    Args:
        target_id: Its ChEMBL ID, such as CHEMBL2074.
    """
    return await ctx.get(f"/target/{segment(target_id, 'targetId')}.json")


@integration.action(effect=Effect.READ)
async def search_targets(
    ctx: Context,
    pref_name_contains: Name | None = None,
    accession: str | None = None,
    target_type: Annotated[str | None, Prop(key="targetType")] = None,
    organism: str | None = None,
    limit: Limit | None = 20,
    offset: Whole | None = None,
) -> Any:
    """Search targets; all that is given must hold.

    Args:
        pref_name_contains: Part of the preferred name.
        accession: UniProt accession of a component, such as P00533.
        target_type: A type such as SINGLE PROTEIN.
        organism: An organism such as Homo sapiens.
        limit: How many at most.
        offset: How many are passed over.
    """
    params = {
        "pref_name__icontains": pref_name_contains,
        "target_components__accession": accession,
        "target_type": target_type,
        "organism": organism,
        "limit": limit,
        "offset": offset,
    }
    return await ctx.get("/target.json", params=params)


@integration.action(effect=Effect.READ)
async def list_activities(
    ctx: Context,
    molecule_chembl_id: MoleculeKey | None = None,
    target_chembl_id: TargetKey | None = None,
    assay_chembl_id: Annotated[str | None, Prop(key="assayChemblId")] = None,
    standard_type: Annotated[str | None, Prop(key="standardType")] = None,
    standard_units: Annotated[str | None, Prop(key="standardUnits")] = None,
    pchembl_min: Annotated[float | None, Prop(key="pchemblMin", title="pChEMBL from")] = None,
    limit: Limit | None = 20,
    offset: Whole | None = None,
) -> Any:
    """List measured activities; all that is given must hold.

    Args:
        molecule_chembl_id: Of this molecule.
        target_chembl_id: On this target.
        assay_chembl_id: In this assay.
        standard_type: Of this type, such as IC50.
        standard_units: In these units, such as nM.
        pchembl_min: Of at least this pChEMBL value.
        limit: How many at most.
        offset: How many are passed over.
    """
    params = {
        "molecule_chembl_id": molecule_chembl_id,
        "target_chembl_id": target_chembl_id,
        "assay_chembl_id": assay_chembl_id,
        "standard_type": standard_type,
        "standard_units": standard_units,
        "pchembl_value__gte": pchembl_min,
        "limit": limit,
        "offset": offset,
    }
    return await ctx.get("/activity.json", params=params)


@integration.action(effect=Effect.READ)
async def similarity_search(
    ctx: Context,
    smiles: Annotated[str, Prop(title="SMILES")],
    similarity: Annotated[int | None, Prop(title="Similarity (%)", minimum=40, maximum=100)] = 70,
    limit: Limit | None = 20,
    offset: Whole | None = None,
) -> Any:
    """Molecules that are like a given one.

    Args:
        smiles: The structure as SMILES.
        similarity: How alike they must be, from 40 to 100 per cent.
        limit: How many at most.
        offset: How many are passed over.
    """
    structure = segment(smiles, "smiles")
    percent = int(similarity if similarity is not None else 70)
    params = {"limit": limit, "offset": offset}
    return await ctx.get(f"/similarity/{structure}/{percent}.json", params=params)


@integration.action(effect=Effect.READ)
async def get_mechanisms(
    ctx: Context,
    molecule_chembl_id: MoleculeKey | None = None,
    target_chembl_id: TargetKey | None = None,
    limit: Limit | None = 20,
    offset: Whole | None = None,
) -> Any:
    """List mechanisms of action of drugs.

    Args:
        molecule_chembl_id: Of this molecule.
        target_chembl_id: On this target.
        limit: How many at most.
        offset: How many are passed over.
    """
    params = {
        "molecule_chembl_id": molecule_chembl_id,
        "target_chembl_id": target_chembl_id,
        "limit": limit,
        "offset": offset,
    }
    return await ctx.get("/mechanism.json", params=params)
