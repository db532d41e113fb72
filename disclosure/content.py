"""What a version may say: every field checked, each refusal beside its field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.body import sanitised
from disclosure.models import Attribute, Kind
from disclosure.models.described import TITLE_LIMIT
from portal.agencies.models import Agency
from portal.refusals import Refused


def checked(content: Mapping[str, Any], *, agency: Agency) -> dict[str, Any]:
    """Return the fields of a version cleaned. Raises Refused with the field's name for the first that will not do."""
    unknown = set(content) - set(CHECKS)
    if unknown:
        raise TypeError(f"A version has no field {', '.join(sorted(unknown))}.")
    return {name: CHECKS[name](value, agency) for name, value in content.items()}


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


def _choice(name: str, choices: type[Kind | Attribute]) -> Callable[[object, Agency], str]:
    def check(value: object, agency: Agency) -> str:
        if value not in choices.values:
            raise Refused(_("Choose one of the values."), field=name)
        return choices(value)

    return check


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
    "doc_number": _short("doc_number", 60),
    "doc_date": _doc_date,
    "source_name": _short("source_name", 100),
    "source_url": _source_url,
}
