"""What a browser sends to add a row of each model: good as it stands, so that a refusal has one cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils import timezone

from catalog.models import Area
from portal.agencies.models import Agency
from tests.access.vectors import Planted

Typed = dict[str, Any]


def _account(planted: Planted) -> Typed:
    return {
        "username": "newcomer", "full_name": "新来的", "email": "new@example.test", "role": "clerk",
        "agency": planted.world.cast.bureau.pk, "password": "Sunlight-over-2026",
    }  # fmt: skip


def _agency(planted: Planted) -> Typed:
    return {
        "parent": planted.world.cast.county.pk, "name": "青田县水利局", "short_name": "水利局", "code": "qt-slj",
        "tier": "county", "kind": "department", "is_active": "on", "theme": "",
    }  # fmt: skip


def _day(planted: Planted) -> Typed:
    return {"agency": planted.world.cast.city.pk, "date": "2026-04-03", "is_workday": "", "name": "三月三"}


def _entry(planted: Planted) -> Typed:
    area = Area.objects.get(number=1)
    return {"agency": planted.world.cast.city.pk, "area": area.pk, "code": "new-1", "level1": "新事项", "position": "9"}


def _duty(planted: Planted) -> Typed:
    return {"agency": planted.world.cast.sibling.pk, "entry": planted.world.here.entry.pk, "first_due_on": "2026-12-01"}


def _override(planted: Planted) -> Typed:
    return {
        "agency": planted.world.cast.sibling.pk, "entry": planted.world.here.entry.pk, "is_applicable": "on",
        "subject": "本局", "reason": "机构职能调整", "is_active": "on",
    }  # fmt: skip


def _withheld(planted: Planted) -> Typed:
    return {
        "agency": planted.world.cast.bureau.pk, "entry": planted.world.here.entry.pk, "title": "某份材料",
        "ground": planted.world.here.ground.pk, "explanation": "含第三方商业秘密", "since": "2026-01-05",
        "reassess_on": "2027-01-05",
    }  # fmt: skip


def _item(planted: Planted) -> Typed:
    return {
        "agency": planted.world.cast.bureau.pk, "title": "新的通知", "body": "正文", "kind": "notice",
        "attribute": "proactive", "audience": "everyone", "entry": planted.world.here.entry.pk,
    }  # fmt: skip


def _chain(planted: Planted) -> Typed:
    return {"agency": planted.world.cast.bureau.pk, "kind": "", "steps": ["secrecy", "approval"]}


def _words(planted: Planted) -> Typed:
    return {"agency": planted.world.cast.county.pk, "words": "绝密 | 拦截", "allowed": ""}


def _synonyms(planted: Planted) -> Typed:
    return {"agency": planted.world.cast.county.pk, "groups": "低保=最低生活保障"}


def _issue(planted: Planted) -> Typed:
    return {"agency": planted.world.cast.city.pk, "title": "", "cover_on": "2026-01-05", "sections": "文件"}


def _readers(planted: Planted) -> Typed:
    return {"agency": planted.world.cast.bureau.pk, "name": "低保家庭代表", "usernames": "citizen"}


def _request(planted: Planted) -> Typed:
    return {
        "key": "a" * 32, "agency": planted.world.cast.bureau.pk, "channel": "counter", "category": "c1",
        "received_on": timezone.localdate().isoformat(), "name": "申请人", "identity_kind": "other", "phone": "5551234",
        "identity_number": "A-1", "subject": "某文件", "form_wanted": "paper", "delivery": "pick_up",
    }  # fmt: skip


def _reply(planted: Planted) -> Typed:
    return {
        "agency": planted.world.cast.bureau.pk, "outcome": "R3_1", "title": "新模板", "body": "{申请人}:予以公开。",
        "is_active": "on",
    }  # fmt: skip


def _remedy(planted: Planted) -> Typed:
    return {
        "agency": planted.world.cast.bureau.pk, "number": "", "earlier_number": "旧-1", "kind": "reconsideration",
        "body": "县人民政府", "reference_number": "复议1号", "is_simplified": "on", "filed_on": "2026-01-05",
    }  # fmt: skip


def _retention(planted: Planted) -> Typed:
    years = {f"{part}_years": "3" for part in ("identity", "contact", "name", "enclosures", "texts")}
    return {"agency": planted.world.cast.county.pk, "reason": "满足办理和救济需要"} | years


def _wording(planted: Planted) -> Typed:
    return {"agency": planted.world.cast.county.pk, "form": "fee", "text": "# 缴费通知书\n{受理编号}"}


def _terms(planted: Planted) -> Typed:
    days = {"working_days": "10", "extension_days": "5", "explanation_days": "3", "silence_days": "30"}
    return {"agency": planted.world.cast.county.pk} | days


def _scheme(planted: Planted) -> Typed:
    line = {"position": "1", "name": "按期公开", "weight": "100", "mode": "scored", "evidence": ""}
    return {
        "agency": planted.world.cast.city.pk, "year": "2025", "kind": "department", "title": "年度考核",
        "objection_days": "5", "bonus_cap": "5", "excellent_from": "90", "good_from": "80", "pass_from": "60",
        "minimum_group": "3", "indicators-TOTAL_FORMS": "1", "indicators-INITIAL_FORMS": "0",
        "vetoes-TOTAL_FORMS": "0", "vetoes-INITIAL_FORMS": "0",
    } | {f"indicators-0-{name}": value for name, value in line.items()}  # fmt: skip


def _assessment(planted: Planted) -> Typed:
    return {"scheme": planted.world.here.scheme.pk, "agency": planted.world.cast.sibling.pk}


def _report_terms(planted: Planted) -> Typed:
    return {"agency": planted.world.cast.county.pk, "by_agencies": "01-26", "by_governments": "02-20"}


def _report(planted: Planted) -> Typed:
    return {"agency": planted.world.cast.bureau.pk, "year": "2018"}


ADDED: dict[str, Callable[[Planted], Typed]] = {
    "accounts_user": _account,
    "agencies_agency": _agency,
    "workdays_calendarday": _day,
    "catalog_catalogentry": _entry,
    "catalog_duty": _duty,
    "catalog_entryoverride": _override,
    "catalog_withheldentry": _withheld,
    "disclosure_item": _item,
    "disclosure_reviewchain": _chain,
    "uploads_wordlist": _words,
    "search_synonymlist": _synonyms,
    "disclosure_gazetteissue": _issue,
    "disclosure_readergroup": _readers,
    "requests_app_disclosurerequest": _request,
    "requests_app_remedy": _remedy,
    "requests_app_lettertemplate": _wording,
    "requests_app_retentionplan": _retention,
    "requests_app_replytemplate": _reply,
    "oversight_complaintterms": _terms,
    "oversight_assessmentscheme": _scheme,
    "oversight_assessment": _assessment,
    "oversight_annualreport": _report,
    "oversight_reportterms": _report_terms,
}

# What exists in the other government under the same code, number or name, and may be given here all the same.
TAKEN_THERE: dict[str, Callable[[Planted], Typed]] = {
    "agencies_agency": lambda planted: {"code": planted.world.there.agency.code},
    "workdays_calendarday": lambda planted: {
        "date": planted.world.there.day.date.isoformat(), "agency": planted.world.cast.county.pk
    },
    "catalog_catalogentry": lambda planted: {"code": planted.world.there.entry.code},
    "oversight_assessmentscheme": lambda planted: {"year": "2019", "kind": "township"},
    "oversight_annualreport": lambda planted: {"year": "2019", "agency": planted.world.cast.sibling.pk},
}  # fmt: skip

FOREIGN: dict[str, Callable[[Planted], list[models.Model]]] = {
    "Agency": lambda planted: [planted.world.there.government, planted.world.there.agency],
    "CatalogEntry": lambda planted: [planted.world.there.entry],
    "Remedy": lambda planted: [planted.world.there.remedy],
    "ReaderGroup": lambda planted: [planted.world.there.readers],
    "AssessmentScheme": lambda planted: [planted.world.there.scheme, planted.world.there.old_scheme],
}


def foreign_rows(planted: Planted, model: type[models.Model]) -> list[models.Model]:
    """Rows of a model that stand on the other side. For a model that is not known this fails: say what is foreign."""
    return FOREIGN[model.__name__](planted)


def government_of(row: models.Model) -> str | None:
    """Root of the tree that a row hangs on; None for the rows that belong to nobody."""
    if row._meta.label in {"catalog.Area", "catalog.NegativeGround", "catalog.CatalogTemplate"}:
        return None
    if isinstance(row, Agency):
        return row.root_path
    for owner in ("agency", "scheme", "version", "item", "withheld"):
        if (above := getattr(row, owner, None)) is not None:
            return government_of(above)
    raise LookupError(f"Whose is {row._meta.label}?")
