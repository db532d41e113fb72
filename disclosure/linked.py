"""What an item is, for machines: schema.org as JSON-LD (a data block, which no policy forbids and nothing runs)."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from disclosure.models import Item
from portal.languages import tag_of

# so that no text can end the element it stands in
_ESCAPED = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def article(item: Item, address: str) -> SafeString:
    """A live item as a schema.org `Article` with publisher, dates and language."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": item.title,
        "description": item.summary,
        "identifier": item.index_no,
        "url": address,
        "inLanguage": tag_of(item.title),
        "datePublished": item.published_at and item.published_at.isoformat(),
        "dateModified": item.changed_at.isoformat(),
        "isAccessibleForFree": True,
        "publisher": {"@type": "GovernmentOrganization", "name": item.published_as or item.agency.name},
    }
    return mark_safe(json.dumps(facts, ensure_ascii=False).translate(_ESCAPED))
