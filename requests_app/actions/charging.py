"""The fee for processing information (国办函〔2020〕109号): notice, payment, and what is never paid.

The notice goes out within the time for the answer. While payment is waited for the clock stands still; it counts anew
from the day after the payment. Who does not pay within 30 days has given the request up. There is no separate review of
the fee: it can be contested with the decision that the request is not processed any further.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays import actions as clocks
from portal.workdays.calendar import Calendar
from requests_app.actions.lettering import write
from requests_app.actions.locking import enter, for_the_record, locked, moment_on, not_in_the_future, said
from requests_app.fees import PAY_WITHIN, Method, Reckoned, by_items, by_pages, in_words
from requests_app.letter_forms import LetterForm
from requests_app.letters import tell_applicant, tell_clerks
from requests_app.models import DisclosureRequest, Fee, FormWanted
from requests_app.permissions import Permission
from requests_app.states import TABLE, StageName

if TYPE_CHECKING:
    from portal.accounts.models import User

ONE_DAY = dt.timedelta(days=1)
MOST_UNITS = 100_000


def items_before(request: DisclosureRequest) -> int:
    """Items that the same applicant asked of the same agency earlier in the calendar month of receipt.

    A request counts as one item, or as many as its own fee was reckoned for. Two queries.
    """
    first = request.received_on.replace(day=1)
    earlier = DisclosureRequest.objects.filter(
        agency=request.agency,
        identity_kind=request.identity_kind,
        identity_number__iexact=request.identity_number,
        received_on__gte=first,
        received_on__lte=request.received_on,
        pk__lt=request.pk,
    )
    split = Fee.objects.filter(request__in=earlier.order_by(), method=Method.ITEMS).aggregate(total=Sum("units"))
    charged = earlier.filter(fee__method=Method.ITEMS).count()
    return earlier.count() - charged + (split["total"] or 0)


@transaction.atomic
def charge_fee(
    request: DisclosureRequest,
    *,
    by: User,
    method: str,
    units: int,
    how_to_pay: str,
    delivered_on: dt.date | None = None,
) -> Fee:
    """Send the fee notice: `units` items of this request, or pages of its answer, by one method and once.

    `delivered_on` is the day on which the applicant received the notice (today if None): 30 days to pay run from the
    day after it. The clock stands still. Raises NotAllowed, Refused with the field: charged before, nothing to charge,
    too late, pages where no copies are supplied.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    before = advance(request, "charge_fee", TABLE)
    if Fee.objects.filter(request=request).exists():
        raise Refused(_("A fee is charged only once, by one method."))
    if request.clock.is_overdue():
        raise Refused(_("The time for the answer has run out; a fee can no longer be charged."))
    earlier = items_before(request)
    reckoned = _reckoned(request, method, units, earlier)
    day = not_in_the_future(delivered_on or timezone.localdate(), "delivered_on")
    if day < request.received_on:
        raise Refused(_("The notice cannot be older than the request."), field="delivered_on")
    fee = Fee.objects.create(
        request=request,
        method=reckoned.method,
        counted_before=earlier if reckoned.method == Method.ITEMS else 0,
        units=units,
        steps=[list(step) for step in reckoned.steps],
        amount=reckoned.amount,
        how_to_pay=said(how_to_pay, "how_to_pay", _("Say where and how to pay.")),
        delivered_on=day,
        pay_by=_last_day(request, day),
        charged_by=by,
    )
    clocks.pause(request.clock, at=timezone.now(), reason=for_the_record(gettext_lazy("fee notice sent")))
    request.handler = request.handler or by
    request.save(update_fields=["state", "handler"])
    write(
        request, LetterForm.FEE_NOTICE, by=by, amount=f"{fee.amount}元", rate=in_words(reckoned), respond_by=fee.pay_by,
        payment=fee.how_to_pay,
    )  # fmt: skip
    after = {"state": request.state, "amount": fee.amount, "pay_by": fee.pay_by.isoformat()}
    record(Event.REQUEST_CHARGED, by=by, agency=request.agency, subject=request, before={"state": before}, after=after)
    tell_applicant(Kind.REQUEST_CHARGED, request, occasion="fee", title=gettext_lazy("A fee falls due: %(number)s"))
    return fee


def _reckoned(request: DisclosureRequest, method: str, units: int, earlier: int) -> Reckoned:
    """The fee by the chosen method. Raises Refused with the field."""
    if method not in Method.values:
        raise Refused(_("Choose how the fee is reckoned."), field="method")
    if not 1 <= units <= MOST_UNITS:
        raise Refused(_("Name the number of items or pages."), field="units")
    if method == Method.PAGES and request.form_wanted == FormWanted.INSPECTION:
        raise Refused(
            _("By page only where copies are supplied; this applicant wants to read on the spot."), field="method"
        )
    reckoned = by_items(earlier, units) if method == Method.ITEMS else by_pages(units)
    if reckoned.amount == 0:
        raise Refused(_("So many are free of charge: no fee falls due."), field="units")
    return reckoned


def _last_day(request: DisclosureRequest, delivered_on: dt.date) -> dt.date:
    """30 days from the day after receipt; a last day that is off goes on to the next working day (民法典 art. 203)."""
    calendar = Calendar.for_scope(request.agency.path)
    return calendar.add_workdays(delivered_on + PAY_WITHIN - ONE_DAY, 1)


@transaction.atomic
def record_payment(request: DisclosureRequest, *, by: User, paid_on: dt.date, receipt_number: str = "") -> Fee:
    """Record that the fee was paid: the time for the answer is counted anew from the day after.

    Raises NotAllowed, Refused(field="paid_on") for a day before the notice, after the last day, or to come.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    before = advance(request, "record_payment", TABLE)
    fee = Fee.objects.select_for_update().get(request=request)
    if not fee.delivered_on <= not_in_the_future(paid_on, "paid_on") <= fee.pay_by:
        raise Refused(
            _("It was to be paid between %(first)s and %(last)s.")
            % {"first": fee.delivered_on.isoformat(), "last": fee.pay_by.isoformat()},
            field="paid_on",
        )
    fee.paid_on, fee.receipt_number = paid_on, receipt_number.strip()
    fee.recorded_at, fee.recorded_by = timezone.now(), by
    fee.save(update_fields=["paid_on", "receipt_number", "recorded_at", "recorded_by"])
    at = max(moment_on(paid_on), request.clock.last_event_at)
    clocks.restart(request.clock, at=at, reason=for_the_record(gettext_lazy("fee paid")))
    request.save(update_fields=["state"])
    enter(request, StageName.PROCESS, by=request.handler)
    after = {"state": request.state, "paid_on": paid_on.isoformat(), "due_on": request.clock.due_on.isoformat()}
    record(Event.REQUEST_PAID, by=by, agency=request.agency, subject=request, before={"state": before}, after=after)
    tell_applicant(Kind.REQUEST_PAID, request, occasion="paid", title=gettext_lazy("Payment received: %(number)s"))
    return fee


@transaction.atomic
def report_unpaid(fee: Fee) -> bool:
    """Tell the clerk in charge, once, that the last day passed without payment; False if there is nothing to tell."""
    today = timezone.localdate()
    held = Fee.objects.select_for_update(of=("self",)).select_related("request__agency", "request__clock")
    due = held.to_report(today).filter(pk=fee.pk).first()
    if due is None:
        return False
    due.reported_on = today
    due.save(update_fields=["reported_on"])
    tell_clerks(Kind.REQUEST_UNPAID, due.request, occasion="unpaid", title=gettext_lazy("Not paid: %(number)s"))
    return True
