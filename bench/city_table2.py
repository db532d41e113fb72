"""The rows of a seeded city that table 2 of the annual report counts: normative documents, and decisions on powers."""

from __future__ import annotations

from bench.city_ground import BATCH, City
from disclosure.models.normative import NormativeDocument, NormativeRelation
from oversight.actions.power_items import shipped_flow
from oversight.models import PowerCase, PowerItem

OUTCOMES = {"licence": "granted", "penalty": "imposed", "coercion": "imposed"}


def write_table2(city: City) -> None:
    """The register of normative documents with what one does to another, and the cases of powers."""
    _normative(city)
    _powers(city)


def _normative(city: City) -> None:
    by_number = {one.number: item for one, item in zip(city.log.published, city.items, strict=True)}
    NormativeDocument.objects.bulk_create(
        [
            NormativeDocument(item=by_number[number], registry_no=f"JHGF-{number}", registered_by=city.clerk)
            for number in city.log.work.registered
        ],
        batch_size=BATCH,
    )
    NormativeRelation.objects.bulk_create(
        [
            NormativeRelation(
                source=by_number[one.source], target=by_number[one.target], effect=one.effect, on=one.on, by=city.clerk
            )
            for one in city.log.work.related
        ],
        batch_size=BATCH,
    )


def _powers(city: City) -> None:
    kinds = sorted({(one.agency, one.kind) for one in city.log.work.decided})
    items = {
        (agency, kind): PowerItem(
            agency=city.agencies[agency], code=kind, name=f"事项{kind}", kind=kind, basis="某法第十条",
            flow=[stage.as_json() for stage in shipped_flow(kind)],
        )
        for agency, kind in kinds
    }  # fmt: skip
    PowerItem.objects.bulk_create(items.values(), batch_size=BATCH)
    PowerCase.objects.bulk_create(
        [
            PowerCase(
                agency=city.agencies[one.agency], item=items[one.agency, one.kind], number=f"ZQ-{number:06d}",
                year=one.at.year, serial=number, party_kind="person", party_name="张三丰", matter="办理事项",
                flow=items[one.agency, one.kind].flow, opened_at=one.at, registered_by=city.clerk,
                decided_at=one.decided_at, outcome=OUTCOMES[one.kind] if one.decided_at else "",
            )
            for number, one in enumerate(city.log.work.decided, 1)
        ],
        batch_size=BATCH,
    )  # fmt: skip
