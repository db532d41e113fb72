"""Word lists: who keeps them, and what holds for an agency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.uploads.gate.finding import Level
from portal.uploads.gate.words import Listed, Vocabulary, vocabulary
from portal.uploads.models import Word, WordList
from portal.uploads.permissions import Permission

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST = 60
MOST = 20_000
LEVELS = {"": Level.WARN, "提醒": Level.WARN, "warn": Level.WARN, "拦截": Level.BLOCK, "block": Level.BLOCK}


@transaction.atomic
def save_list(agency: Agency, *, by: User | None, words: str, allowed: str = "") -> WordList:
    """Make `words` (one to a line: word | level | write instead) the whole list of `agency`.

    It holds for everyone below from the next check on. Raises NotAllowed, Refused beside the field that is wrong.
    """
    if by is not None:
        require(by, Permission.MANAGE_WORDS, on=agency)
    listed = read_words(words)
    phrases = sorted({line.strip() for line in allowed.splitlines() if line.strip()})
    kept, _created = WordList.objects.select_for_update(of=("self",)).get_or_create(agency=agency)
    before = sorted(kept.words.values_list("text", flat=True))
    kept.allowed = "\n".join(phrases)
    kept.save()
    kept.words.all().delete()
    Word.objects.bulk_create(Word(list=kept, text=w.text, level=w.level, instead=w.instead) for w in listed)
    after = sorted(word.text for word in listed)
    facts = {"added": sorted({*after} - {*before}), "removed": sorted({*before} - {*after}), "allowed": phrases}
    record(Event.WORDS_CHANGED, by=by, agency=agency, subject=kept, before={"words": len(before)}, after=facts)
    return kept


def read_words(written: str) -> list[Listed]:
    """The words of a text with one to a line. Raises Refused(field="words") naming the line that cannot be read."""
    listed: dict[str, Listed] = {}
    for number, line in enumerate(written.replace("\x00", "").splitlines(), 1):
        text, level, instead, *rest = [part.strip() for part in (line.replace("｜", "|") + "||").split("|")]
        if not text and not level and not instead:
            continue
        if not 2 <= len(text) <= LONGEST or len(instead) > LONGEST or level not in LEVELS or any(rest):
            raise Refused(
                _("Line %(number)d cannot be read: write word | block or warn | write instead.") % {"number": number},
                field="words",
            )
        listed[text] = Listed(text, LEVELS[level], instead)
    if len(listed) > MOST:
        raise Refused(_("At most %(limit)d words are possible.") % {"limit": MOST}, field="words")
    return list(listed.values())


def written(words: Iterable[Word]) -> str:
    """The words as `read_words` reads them."""
    names = {Level.WARN: "提醒", Level.BLOCK: "拦截"}
    return "\n".join(f"{word.text} | {names[Level(word.level)]} | {word.instead}".rstrip(" |") for word in words)


def vocabulary_for(agency: Agency) -> Vocabulary:
    """What holds for `agency`: the shipped list, then the lists of those above it, then its own."""
    lists = list(WordList.objects.holding_for(agency).prefetch_related("words"))
    words = [Listed(w.text, Level(w.level), w.instead) for one in lists for w in one.words.all()]
    return vocabulary(words, [phrase for one in lists for phrase in one.allowed.splitlines()])
