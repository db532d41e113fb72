"""The bulletin: its preview at the office, and for everybody the list, each issue, and the Word file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oversight.models import Bulletin, GroupMember, LeadingGroup, ResponsiblePerson
from oversight.permissions import Permission
from oversight.views.reports import WORD
from oversight.work.word import bulletin_as_word
from portal.agencies.models import Agency
from portal.editions.sharing import shared
from portal.listing import paginate

SHOWN = 60


@login_required
@require_safe
def bulletin_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as it will look, on paper as well."""
    rows = Bulletin.objects.managed_by(request.user, Permission.ORGANISE_WORK).under(request.government)
    bulletin = get_object_or_404(rows.select_related("agency"), pk=pk)
    return render(request, "oversight/bulletin_preview.html", {"bulletin": bulletin, "entries": bulletin.entries.all()})


@require_safe
@shared
def bulletin_list(request: HttpRequest) -> HttpResponse:
    """Every issue of this site's government and those below it, the newest first."""
    rows = Bulletin.objects.public().under(request.government).select_related("agency").newest_first()
    return render(request, "oversight/bulletin_list.html", {"page": paginate(request, rows.defer("editorial"))})


def _public(request: HttpRequest, government: str, year: int, number: int) -> Bulletin:
    rows = Bulletin.objects.public().under(request.government).select_related("agency")
    return get_object_or_404(rows, agency__code=government, year=year, number=number)


@require_safe
@shared
def public_bulletin(request: HttpRequest, government: str, year: int, number: int) -> HttpResponse:
    """One issue, to read and to print."""
    bulletin = _public(request, government, year, number)
    return render(request, "oversight/bulletin_detail.html", {"bulletin": bulletin, "entries": bulletin.entries.all()})


@require_safe
def bulletin_word(request: HttpRequest, government: str, year: int, number: int) -> HttpResponse:
    """The same as a Word file."""
    bulletin = _public(request, government, year, number)
    answer = HttpResponse(bulletin_as_word(bulletin), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="bulletin-{government}-{year}-{number}.docx"'
    return answer


@require_safe
@shared
def organisation_public(request: HttpRequest) -> HttpResponse:
    """Who leads and answers for the work of this site's agencies: groups with their members, persons of this year."""
    groups = LeadingGroup.objects.public().under(request.government).for_lists()
    people = ResponsiblePerson.objects.public().under(request.government).of_year(timezone.localdate().year)
    page = paginate(request, people.for_lists().in_order(), per_page=SHOWN)
    serving = GroupMember.objects.under(request.government).serving()
    members: dict[int, list[GroupMember]] = {}
    for member in serving:
        members.setdefault(member.group_id, []).append(member)
    context = {"page": page, "groups": [(group, members.get(group.pk, [])) for group in groups[:SHOWN]]}
    return render(request, "oversight/organisation_public.html", context)


@require_safe
@shared
def agency_persons(request: HttpRequest, code: str) -> HttpResponse:
    """The responsible persons of one agency, of the last year that has some, as a fragment of other pages."""
    agency = Agency.objects.public().under(request.government).filter(code=code).first()
    if agency is None:
        raise Http404
    people = list(ResponsiblePerson.objects.public().of_agency(agency).in_order()[:6])
    shown = [person for person in people if person.year == people[0].year]
    return render(request, "oversight/_agency_persons.html", {"agency": agency, "people": shown})
