"""What an item of a kind must say, part by part: guides, enforcement entries, powers, construction projects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.models.described import Kind

PART_LIMIT = 20_000
MOST_STEPS = 40
STEPS = "steps"
_BAR = re.compile(r"\s*[|\uff5c]\s*")


class Part(NamedTuple):
    """One part: its key in `Version.parts`, its heading, whether it may be missing, what belongs into it."""

    key: str
    label: Promise
    is_required: bool = True
    help: Promise | str = ""

    @property
    def field(self) -> str:
        """The name of its form field."""
        return f"part_{self.key}"


class Step(NamedTuple):
    """A step of a procedure: what is done, at which post, within which time, and what is watched there."""

    name: str
    post: str
    limit: str
    note: str = ""


_BASIS = Part("basis", _("Legal basis"), help=_("Laws and documents, with their articles."))
_STEPS = Part(
    STEPS,
    _("Flow"),
    help=_("One step per line: step | post | time limit | supervision or condition. The last one may be left out."),
)

PARTS: dict[str, tuple[Part, ...]] = {
    # 办事指南八要素:名称、依据、受理单位、流程、材料、收费、时限、电话
    Kind.GUIDE: (
        Part("name", _("Name of the service")),
        _BASIS,
        Part("office", _("Accepting office"), help=_("With address and opening hours.")),
        Part("conditions", _("Conditions"), is_required=False),
        _STEPS,
        Part("materials", _("Materials")),
        Part("fees", _("Fees"), help=_("Free of charge: say so.")),
        Part("limit", _("Handling time limit")),
        Part("phone", _("Telephone"), help=_("For questions, and for complaints.")),
    ),
    # 行政执法公示:主体和权限、依据、裁量基准、程序、结果、救济 (国办发〔2018〕118号)
    Kind.ENFORCEMENT: (
        Part("subject", _("Enforcing body and its powers"), help=_("With the list of its enforcement officers.")),
        _BASIS,
        Part("discretion", _("Benchmark of discretion")),
        _STEPS,
        Part("result", _("Result"), help=_("Where decisions are published, and when.")),
        Part("remedy", _("Remedy"), help=_("Reconsideration and lawsuit: where, and within which time.")),
    ),
    # 职权目录和流程图:条件、岗位、时限、监督环节、相对人权利、投诉举报 (中办发〔2011〕22号)
    Kind.POWER: (
        Part("name", _("Name of the power")),
        _BASIS,
        Part("conditions", _("Conditions"), is_required=False),
        _STEPS,
        Part("limit", _("Handling time limit")),
        Part("rights", _("Rights of the party"), is_required=False),
        Part("supervision", _("Supervision and complaints")),
    ),
    # 工程建设领域项目信息 (国办发〔2018〕10号)
    Kind.PROJECT: (
        Part("approval", _("Approval")),
        Part("land", _("Use of land")),
        Part("tender", _("Tendering and bidding")),
        Part("quality", _("Quality and safety")),
        Part("funds", _("Management of funds")),
    ),
}
"""The parts of every kind that has any, in the order of the page."""

KNOWN = frozenset(part.key for parts in PARTS.values() for part in parts)


class Shown(NamedTuple):
    """A part on the page: heading, and paragraphs or steps."""

    key: str
    label: Promise
    lines: list[str]
    steps: list[Step]


def missing(kind: str, parts: Mapping[str, Any]) -> list[Part]:
    """The required parts of `kind` that `parts` does not hold."""
    return [part for part in PARTS.get(kind, ()) if part.is_required and not parts.get(part.key)]


def shown(kind: str, parts: Mapping[str, Any]) -> list[Shown]:
    """The parts of `kind` that are there, as the page shows them."""
    there = [part for part in PARTS.get(kind, ()) if parts.get(part.key)]
    return [_shown(part, parts[part.key]) for part in there]


def _shown(part: Part, value: Any) -> Shown:
    if part.key == STEPS:
        return Shown(part.key, part.label, [], steps_of(value))
    return Shown(part.key, part.label, str(value).splitlines(), [])


def steps_of(value: Iterable[Mapping[str, str]]) -> list[Step]:
    """Steps out of what a version keeps of them."""
    return [Step(**step) for step in value]


def steps_from(text: str) -> list[dict[str, str]]:
    """Steps as a person types them, one per line: step | post | time limit | remark."""
    lines = (line.strip() for line in text.splitlines())
    cut = ([*_BAR.split(line, maxsplit=3), "", "", ""] for line in lines if line)
    return [Step(name, post, limit, note)._asdict() for name, post, limit, note, *_rest in cut]


def steps_as_text(value: Iterable[Mapping[str, str]]) -> str:
    """Steps as `steps_from` reads them."""
    return "\n".join(" | ".join(step).removesuffix(" | ") for step in steps_of(value))


def as_lines(version_kind: str, parts: Mapping[str, Any]) -> list[str]:
    """Every part as lines of text: for differences and for the search."""
    lines = []
    for part in shown(version_kind, parts):
        said = steps_as_text([step._asdict() for step in part.steps]).splitlines() or part.lines
        lines += [f"{part.label}: {line}" for line in said]
    return lines
