"""Powers for everybody: the list with flows and benchmarks, results, the monthly table; the progress of one's case."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oversight.models import PowerCase, PowerItem, PowerItemQuerySet
from oversight.power_forms import ItemFilterForm, ProgressForm
from oversight.powers.course import course_of
from oversight.powers.monthly import DEFINITIONS, FIRST_YEAR, Month, lines, month_of, sheet, totals
from oversight.views.complaints import traceless
from portal.agencies.models import Agency
from portal.cookieless import cookieless_form
from portal.listing import paginate
from portal.throttle import Tries
from requests_app.figure_files import answer

SHOWN = 30


def _items(request: HttpRequest) -> PowerItemQuerySet:
    return PowerItem.objects.public().under(request.government)


def _holders(request: HttpRequest) -> list[Agency]:
    """Agencies of this site that hold a power."""
    return list(Agency.objects.public().under(request.government).filter(pk__in=_items(request).values("agency")))


@require_safe
def power_list(request: HttpRequest) -> HttpResponse:
    """Every power of this government's agencies."""
    form = ItemFilterForm(request.GET, agencies=_holders(request))
    rows = form.narrow(_items(request)).in_tree_order()
    return render(request, "oversight/power_list.html", {"form": form, "page": paginate(request, rows, per_page=SHOWN)})


@require_safe
def power_item(request: HttpRequest, agency: str, code: str) -> HttpResponse:
    """One power: legal basis, flow, benchmark, and the results that were made public."""
    item = get_object_or_404(_items(request).select_related("agency"), agency__code=agency, code=code)
    rows = PowerCase.objects.public().filter(item=item).select_related("item").order_by("-published_at", "-pk")
    context = {"item": item, "page": paginate(request, rows, per_page=SHOWN)}
    return render(request, "oversight/power_item.html", context)


def _month(request: HttpRequest) -> Month:
    try:
        return month_of(request.GET.get("month", ""), timezone.localdate())
    except ValueError:
        raise Http404 from None


@require_safe
def power_table(request: HttpRequest) -> HttpResponse:
    """The monthly table, of one agency with `?agency=`."""
    month, form = _month(request), ItemFilterForm(request.GET, agencies=_holders(request))
    found = lines(form.narrow(_items(request)), month)
    this_month = month_of("", timezone.localdate())
    context = {
        "form": form,
        "month": month,
        "earlier": month.previous if month > Month(FIRST_YEAR, 1) else None,
        "later": month.next if month < this_month else None,
        "lines": found,
        "totals": totals(found),
        "definitions": DEFINITIONS,
    }
    return render(request, "oversight/power_table.html", context)


@require_safe
def power_table_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same table as CSV or XLSX."""
    month, form = _month(request), ItemFilterForm(request.GET, agencies=_holders(request))
    found = lines(form.narrow(_items(request)), month)
    return answer(
        sheet(found, month, request.government.name), form=kind, name=f"powers-{month}",
        widths=(24, 14, 36, 14, 10, 10, 10, 14),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@traceless
@cookieless_form
def power_progress(request: HttpRequest) -> HttpResponse:
    """Where a case stands, for the party. A wrong number, a wrong code and no case at all get the same answer."""
    form = ProgressForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _ask(request, form, status=200)
    if not form.is_valid():
        return _ask(request, form, status=422)
    tries = Tries(request, "power")
    if not tries.take():
        form.add_error(None, _("Too many wrong tries. Please wait 15 minutes."))
        return _ask(request, form, status=429)
    case = PowerCase.objects.under(request.government).opened_by(**form.cleaned_data)
    if case is None:
        form.add_error(None, _("No case is opened by this number and this code. Please check what you typed."))
        return _ask(request, form, status=422)
    tries.give_back()
    return render(request, "oversight/power_progress_case.html", {"case": case, "course": course_of(case)})


def _ask(request: HttpRequest, form: ProgressForm, *, status: int) -> HttpResponse:
    return render(request, "oversight/power_progress.html", {"form": form}, status=status)
