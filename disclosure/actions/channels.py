"""Publication through other channels, and alerts by e-mail."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.models import Area
from disclosure.actions.locking import locked
from disclosure.models import Alert, ChannelRecord, Item
from disclosure.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import enqueue
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.search.queries import find

if TYPE_CHECKING:
    from portal.accounts.models import User

SALT = "disclosure.alert"
MOST_UNCONFIRMED = 3  # per address: nobody can be flooded with letters that ask for a confirmation
MOST_ALERTS = 30
FORGOTTEN_AFTER = dt.timedelta(days=7)
IN_ONE_LETTER = 50


@transaction.atomic
def record_channel(
    item: Item, *, by: User, outlet: str, place: str, on: dt.date, until: dt.date | None = None
) -> ChannelRecord:
    """Record that a live item was published through another channel. Doing it twice records it once.

    Raises NotAllowed, Refused for what is not public, for a day in the future, and for an end before the beginning.
    """
    require(by, Permission.EDIT_ITEM, on=item)
    return enter_channel(item, by=by, outlet=outlet, place=place, on=on, until=until)


def enter_channel(
    item: Item, *, by: User, outlet: str, place: str, on: dt.date, until: dt.date | None = None
) -> ChannelRecord:
    """`record_channel` for a caller that has asked for the right, inside its transaction."""
    item = locked(item)
    place = " ".join(place.split())
    if not item.is_live:
        raise Refused(_("Only what is public can be recorded as published through a channel."))
    if not place:
        raise Refused(_("Say where it was published."), field="place")
    if on > timezone.localdate():
        raise Refused(_("The day lies in the future."), field="on")
    if until is not None and until < on:
        raise Refused(_("The last day lies before the first."), field="until")
    kept, is_new = ChannelRecord.objects.get_or_create(
        item=item, outlet=outlet, place=place, on=on, defaults={"until": until, "by": by}
    )
    if is_new:
        facts = {"channel": outlet, "place": place, "on": on, "until": until}
        record(Event.CHANNEL_RECORDED, by=by, agency=item.agency, subject=item, after=facts)
    return kept


@transaction.atomic
def ask_for_alert(
    government: Agency, *, email: str, agency: Agency | None = None, area: Area | None = None, query: str = ""
) -> None:
    """Send a letter that asks the owner of `email` to confirm the alert. Says the same whether there is one already."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("This is no e-mail address."), field="email") from None
    wanted = Alert(government=government, email=email, agency=agency, area=area, query=" ".join(query.split())[:100])
    wanted.scope = wanted.own_scope
    known = Alert.objects.same_as(wanted).first()
    if known is not None and known.confirmed_at is not None:
        return
    if known is None:
        of_address = Alert.objects.filter(email=email)
        unconfirmed = of_address.filter(confirmed_at=None).count()
        if unconfirmed >= MOST_UNCONFIRMED or of_address.count() >= MOST_ALERTS:
            return
        known = wanted
        known.save(force_insert=True)
    enqueue(
        Kind.ALERT_ASKED,
        to=email,
        subject=known,
        occasion=f"asked {timezone.localdate()}",
        title=_("Please confirm: alerts about %(what)s") % {"what": known.what},
        body=_("Somebody, probably you, wants to be told by e-mail what is new: %(what)s. Open the address to confirm; "
               "if it was not you, do nothing.") % {"what": known.what},
        url=address_of("disclosure:alert_confirm", known),
        agency=government,
    )  # fmt: skip


@transaction.atomic
def confirm_alert(token: str) -> Alert | None:
    """The owner of the address says yes. None if the token is none of ours or the alert has been ended."""
    alert = _of_token(token)
    if alert is not None and alert.confirmed_at is None:
        alert.confirmed_at = alert.told_until = timezone.now()
        alert.save(update_fields=["confirmed_at", "told_until"])
    return alert


@transaction.atomic
def end_alert(token: str) -> None:
    """Delete the alert; doing it twice changes nothing."""
    alert = _of_token(token)
    if alert is not None:
        alert.delete()


@transaction.atomic
def tell_what_is_new(alert: Alert) -> int:
    """Write the letter of today about everything published since the last one; returns how many items it names."""
    alert = (
        Alert.objects.select_for_update(of=("self",)).select_related("government", "agency", "area").get(pk=alert.pk)
    )
    now = timezone.now()
    lines = _news(alert, now)
    if lines:
        enqueue(
            Kind.ALERT,
            to=alert.email,
            subject=alert,
            occasion=f"until {now:%Y-%m-%dT%H:%M:%S}",
            title=_("%(count)d new: %(what)s") % {"count": len(lines), "what": alert.what},
            body="\n".join([*lines, "", _("To end this alert, open the address below.")]),
            url=address_of("disclosure:alert_end", alert),
            agency=alert.government,
        )
    alert.told_until = now
    alert.save(update_fields=["told_until"])
    return len(lines)


def forget_unconfirmed() -> None:
    """Delete addresses that nobody confirmed within a week."""
    Alert.objects.filter(confirmed_at=None, created_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()


def address_of(name: str, alert: Alert) -> str:
    """The address that only the letter knows, in the portal's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=[signing.dumps(alert.pk, salt=SALT)])


def _of_token(token: str) -> Alert | None:
    try:
        number = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Alert.objects.select_for_update(of=("self",)).filter(pk=number).first()


def _news(alert: Alert, now: dt.datetime) -> list[str]:
    items = Item.objects.public().under(alert.agency or alert.government).newest_first().for_lists()
    items = items.filter(published_at__gt=alert.told_until, published_at__lte=now)
    if alert.area is not None:
        items = items.of_area(alert.area.number)
    if alert.query:
        since = timezone.localdate(alert.told_until)
        hits = find(alert.query, under=alert.government, kind="item", since=since, order="newest", per_page=500).hits
        items = items.filter(pk__in=[hit.key for hit in hits])
    return [f"{item.title} · {item.agency.name} · {item.index_no}" for item in items[:IN_ONE_LETTER]]
