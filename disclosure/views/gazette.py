"""The gazette for everybody: issues by year, one issue to read, to print and to take away. Free of charge."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure.gazette_word import as_word
from disclosure.models import GazetteIssue
from portal.editions.sharing import shared
from portal.listing import paginate

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@shared
def gazette_list(request: HttpRequest) -> HttpResponse:
    """Published issues of this government, newest first, under their years."""
    issues = GazetteIssue.objects.public().of(request.government).select_related("agency").newest_first()
    return render(request, "disclosure/gazette_list.html", {"page": paginate(request, issues)})


@require_safe
@shared
def gazette_issue(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Contents and texts as printed; `?columns=2` prints in two columns."""
    issue = _issue(request, year, number)
    page = {"issue": issue, "entries": issue.printed(), "two_columns": request.GET.get("columns") == "2"}
    return render(request, "disclosure/gazette_issue.html", page)


@require_safe
def gazette_word(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The same as a Word document."""
    issue = _issue(request, year, number)
    answer = HttpResponse(as_word(issue), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="gazette-{year}-{number}.docx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _issue(request: HttpRequest, year: int, number: int) -> GazetteIssue:
    issues = GazetteIssue.objects.public().of(request.government).of_year(year).select_related("agency")
    return get_object_or_404(issues, number=number)
