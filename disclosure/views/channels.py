"""Other ways to what is public: print with a code back to the page, the touch screen, alerts, the map of the site."""

from __future__ import annotations

from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions import channels
from disclosure.calendars import public_dates
from disclosure.forms.channels import AlertForm
from disclosure.models import Item
from disclosure.qr import qr_svg
from disclosure.sitemaps import SECTIONS
from portal import ics
from portal.agencies.redirects import MovedOn, agency_or_moved
from portal.cookieless import cookieless_form
from portal.editions.sharing import shared
from portal.languages import languages
from portal.refusals import Refused

# what needs an account, in every language
CLOSED_TO_ROBOTS = ("admin", "accounts", "internal", "office", "my", "page-reports")


@require_safe
@shared
def item_print(request: HttpRequest, index_no: str) -> HttpResponse:
    """An item as a sheet for the notice board, A4 or A3 (`?size=A3`), with a code that leads back to its page."""
    items = Item.objects.public().under(request.government).for_reading()
    item = get_object_or_404(items, index_no=index_no)
    address = request.build_absolute_uri(item.get_absolute_url())
    size = "A3" if request.GET.get("size") == "A3" else "A4"
    page = {"item": item, "version": item.live_version, "address": address, "code": qr_svg(address), "size": size}
    return render(request, "disclosure/item_print.html", page)


@require_safe
@shared
def item_code(request: HttpRequest, index_no: str) -> HttpResponse:
    """The square code that opens an item's page on a telephone, as a picture."""
    item = get_object_or_404(Item.objects.public().under(request.government), index_no=index_no)
    code = qr_svg(request.build_absolute_uri(item.get_absolute_url()), is_file=True)
    return HttpResponse(code, content_type="image/svg+xml")


@require_safe
def public_calendar(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """When drafts, surveys and sign-ups close and hearings are held, of the site or of one agency, as a calendar."""
    try:
        agency = agency_or_moved(request, code) if code else request.government
    except MovedOn as moved:
        return redirect("disclosure:agency_calendar", moved.agency.code, permanent=True)
    name = _("Taking part: %(agency)s") % {"agency": agency.name}
    dates = public_dates(agency, host=request.get_host().split(":")[0], address=request.build_absolute_uri)
    return HttpResponse(ics.calendar(name, dates, now=timezone.now()), content_type=ics.CONTENT_TYPE)


@require_safe
@shared
def site_map(request: HttpRequest, section: str | None = None) -> HttpResponse:
    """The map of this site; `section` one part of it."""
    sections = {name: kind(request.government) for name, kind in SECTIONS.items()}
    return sitemap(request, sections, section=section)


@require_safe
@shared
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read, and where the map is."""
    place = request.build_absolute_uri(reverse("disclosure:site_map"))
    closed = [f"Disallow: {spoken.prefix}/{room}/" for spoken in languages() for room in CLOSED_TO_ROBOTS]
    lines = ["User-agent: *", *closed, f"Sitemap: {place}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_http_methods(["GET", "POST"])
@cookieless_form
def alert_new(request: HttpRequest) -> HttpResponse:
    """Ask for an alert; the answer never says whether the address is known."""
    posted = request.POST if request.method == "POST" else None
    form = AlertForm(posted, government=request.government, initial=request.GET.dict())
    if posted is not None and form.is_valid():
        try:
            channels.ask_for_alert(request.government, **form.cleaned_data)
        except Refused as refusal:
            refusal.say_in(form)
        else:
            return render(request, "disclosure/alert_asked.html", {"email": form.cleaned_data["email"]})
    return render(request, "disclosure/alert_new.html", {"form": form}, status=422 if posted is not None else 200)


@require_http_methods(["GET", "POST"])
@cookieless_form
def alert_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The address of the letter: a button, because mail programs open addresses by themselves."""
    alert = channels.confirm_alert(token) if request.method == "POST" else None
    page = {"done": request.method == "POST", "alert": alert, "ends": False}
    return render(request, "disclosure/alert_answer.html", page)


@require_http_methods(["GET", "POST"])
@cookieless_form
def alert_end(request: HttpRequest, token: str) -> HttpResponse:
    """End an alert from its letter."""
    if request.method == "POST":
        channels.end_alert(token)
    return render(request, "disclosure/alert_answer.html", {"done": request.method == "POST", "ends": True})
