"""What stands in the place of something that is taken back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from disclosure.models import Item
from portal.refusals import Refused


def require_replacement(item: Item, replacement: Item | None) -> None:
    """Raise Refused unless `replacement` is public on the same site and does not lead back to `item`.

    The chain is followed to its end: a reader who clicks from tombstone to tombstone must arrive somewhere.
    """
    if replacement is None:
        return
    government = item.agency.government()
    if replacement.pk == item.pk:
        raise Refused(_("An item does not replace itself."), field="replacement")
    if not Item.objects.public().under(government).filter(pk=replacement.pk).exists():
        raise Refused(_("The replacement must be public on this site."), field="replacement")
    passed = {item.pk}
    following: Item | None = replacement
    while following is not None:
        if following.pk in passed:
            raise Refused(_("The replacement leads back to this item."), field="replacement")
        passed.add(following.pk)
        following = following.replaced_by
