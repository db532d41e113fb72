"""What a version may say: every field checked, each refusal beside its field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import NegativeGround, Stage
from disclosure import parts
from disclosure.body import sanitised
from disclosure.models import Attribute, Audience, Kind, Salience, Subject
from disclosure.models.described import TITLE_LIMIT
from portal.agencies.models import Agency
from portal.refusals import Refused


def checked(content: Mapping[str, Any], *, agency: Agency) -> dict[str, Any]:
    """Return the fields of a version cleaned. Raises Refused with the field's name for the first that will not do."""
    unknown = set(content) - set(CHECKS)
    if unknown:
        raise TypeError(f"A version has no field {', '.join(sorted(unknown))}.")
    clean = {name: CHECKS[name](value, agency) for name, value in content.items()}
    first, last = clean.get("effective_on"), clean.get("valid_until")
    if first and last and last < first:
        raise Refused(_("The last day lies before the first."), field="valid_until")
    return clean


def _line(value: object) -> str:
    return " ".join(str(value or "").replace("\x00", "").split())


def _title(value: object, agency: Agency) -> str:
    title = _line(value)
    if not title:
        raise Refused(_("Give the item a title."), field="title")
    if len(title) > TITLE_LIMIT:
        words = {"limit": TITLE_LIMIT, "length": len(title)}
        raise Refused(_("The title has %(length)d characters; at most %(limit)d are possible.") % words, field="title")
    return title


def _body(value: object, agency: Agency) -> str:
    body = sanitised(str(value or ""))
    if not body:
        raise Refused(_("The text is empty."), field="body")
    return body


def _entry(value: Any, agency: Agency) -> Any:
    if value is not None and not agency.is_under(value.agency):
        raise Refused(_("This entry belongs to the catalog of another government."), field="entry")
    return value


def _choice(name: str, choices: Any, *, may_be_blank: bool = False) -> Callable[[object, Agency], str]:
    def check(value: object, agency: Agency) -> str:
        if may_be_blank and not value:
            return ""
        if value not in choices.values:
            raise Refused(_("Choose one of the values."), field=name)
        return str(choices(value))

    return check


def _ground(value: Any, agency: Agency) -> NegativeGround | None:
    return value


def _readers(value: Any, agency: Agency) -> Any:
    if value is not None and not agency.is_under(value.agency):
        raise Refused(_("This group of readers belongs to another agency."), field="readers")
    return value


def _salience(value: Any, agency: Agency) -> list[str]:
    chosen = set(value or ())
    if not chosen <= set(Salience.values):
        raise Refused(_("Choose one of the values."), field="salience")
    return [tag for tag in Salience.values if tag in chosen]


def _parts(value: Any, agency: Agency) -> dict[str, Any]:
    """Parts that say something, under keys of `disclosure.parts`; steps with a step and nothing that is no text."""
    given = {key: said for key, said in (value or {}).items() if said}
    if not set(given) <= parts.KNOWN:
        raise TypeError(f"There is no part {', '.join(sorted(set(given) - parts.KNOWN))}.")
    return {key: _steps(said) if key == parts.STEPS else _part(key, said) for key, said in given.items()}


def _part(key: str, value: object) -> str:
    lines = (line.rstrip() for line in str(value).replace("\x00", "").strip().splitlines())
    text = "\n".join(lines)
    if len(text) > parts.PART_LIMIT:
        raise Refused(
            _("At most %(limit)d characters are possible here.") % {"limit": parts.PART_LIMIT}, field=f"part_{key}"
        )
    return text


def _steps(value: Any) -> list[dict[str, str]]:
    steps = [parts.Step(*(_line(said) for said in parts.Step(**step)))._asdict() for step in value]
    if len(steps) > parts.MOST_STEPS:
        raise Refused(_("At most %(limit)d steps are possible.") % {"limit": parts.MOST_STEPS}, field="part_steps")
    for place, step in enumerate(steps, 1):
        if not (step["name"] and step["post"] and step["limit"]):
            words = {"place": place, "name": step["name"]}
            sentence = _("Step %(place)d (%(name)s): write step, post and time limit with bars between them.")
            raise Refused(sentence % words, field="part_steps")
    return steps


def _day(value: dt.date | None, agency: Agency) -> dt.date | None:
    return value


def _short(name: str, limit: int) -> Callable[[object, Agency], str]:
    def check(value: object, agency: Agency) -> str:
        text = _line(value)
        if len(text) > limit:
            raise Refused(_("At most %(limit)d characters are possible here.") % {"limit": limit}, field=name)
        return text

    return check


def _doc_date(value: dt.date | None, agency: Agency) -> dt.date | None:
    if value is not None and value > timezone.localdate():
        raise Refused(_("The date of the document lies in the future."), field="doc_date")
    return value


def _source_url(value: object, agency: Agency) -> str:
    address = str(value or "").strip()
    if address:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            raise Refused(_("The address must begin with http:// or https://."), field="source_url") from None
    return address


CHECKS: dict[str, Callable[[Any, Agency], Any]] = {
    "title": _title,
    "body": _body,
    "entry": _entry,
    "kind": _choice("kind", Kind),
    "attribute": _choice("attribute", Attribute),
    "ground": _ground,
    "ground_note": _short("ground_note", 300),
    "audience": _choice("audience", Audience),
    "readers": _readers,
    "subject": _choice("subject", Subject, may_be_blank=True),
    "summary": _short("summary", 300),
    "keywords": _short("keywords", 120),
    "stage": _choice("stage", Stage, may_be_blank=True),
    "salience": _salience,
    "parts": _parts,
    "effective_on": _day,
    "valid_until": _day,
    "doc_number": _short("doc_number", 60),
    "doc_date": _doc_date,
    "source_name": _short("source_name", 100),
    "source_url": _source_url,
}
