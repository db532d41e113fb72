"""Who keeps synonyms, and how they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.search.models import SynonymList
from portal.search.permissions import Permission
from portal.search.synonyms import read_groups

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST = 30  # characters of a word
MOST_WORDS = 8  # in a group
MOST_GROUPS = 2000


@transaction.atomic
def save_synonyms(agency: Agency, *, by: User | None, groups: str) -> SynonymList:
    """Make `groups` (one to a line: word=word=word) the synonyms of `agency`; they hold from the next search on.

    Raises NotAllowed; Refused for an agency without a site, and for a line that cannot be read.
    """
    if by is not None:
        require(by, Permission.MANAGE_SYNONYMS, on=agency)
    if not agency.is_government:
        raise Refused(_("Synonyms belong to a government with a site of its own."), field="agency")
    lines = [" ".join(line.replace("\x00", "").split()) for line in groups.splitlines()]
    lines = list(dict.fromkeys(filter(None, lines)))
    for number, line in enumerate(lines, 1):
        words = [word for group in read_groups(line) for word in group.words]
        if not words or len(words) > MOST_WORDS or any(not 1 < len(word) <= LONGEST for word in words):
            raise Refused(
                _("Line %(number)d cannot be read: write two to eight words with equals signs between them.")
                % {"number": number},
                field="groups",
            )
    if len(lines) > MOST_GROUPS:
        raise Refused(_("At most %(limit)d groups are possible.") % {"limit": MOST_GROUPS}, field="groups")
    kept, _created = SynonymList.objects.select_for_update(of=("self",)).get_or_create(agency=agency)
    before = kept.groups.splitlines()
    kept.groups = "\n".join(lines)
    kept.save()
    facts = {"added": sorted({*lines} - {*before}), "removed": sorted({*before} - {*lines})}
    record(Event.SYNONYMS_CHANGED, by=by, agency=agency, subject=kept, before={"synonyms": len(before)}, after=facts)
    return kept
