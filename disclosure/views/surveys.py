"""Surveys: the list, one of them, answering it, and its results."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions.responding import AlreadyAnswered, respond
from disclosure.forms.surveys import SurveyForm
from disclosure.models import Consultation, Question, Survey, SurveyPhase
from disclosure.survey_results import MOST_SHOWN, as_csv, as_json, figures_of, released_texts
from portal.cookieless import cookieless_form
from portal.editions.sharing import shared
from portal.listing import paginate
from portal.refusals import Refused
from portal.throttle import Tries

MOST_RESPONSES = 30  # of one address in a quarter of an hour: an office shares one, a program would go on
FILES = {"csv": (as_csv, "text/csv; charset=utf-8"), "json": (as_json, "application/json; charset=utf-8")}


@require_safe
@shared
def survey_list(request: HttpRequest) -> HttpResponse:
    """What can be answered now first, then what is coming, then what is past."""
    rows = Survey.objects.public().under(request.government).open_first().with_item()
    return render(request, "disclosure/survey_list.html", {"page": paginate(request, rows)})


@require_safe
@shared
def survey_detail(request: HttpRequest, index_no: str) -> HttpResponse:
    """What is asked and until when; once they are published, the results. Until then no figure."""
    rows = Survey.objects.with_tombstones().under(request.government).for_reading()
    survey = get_object_or_404(rows, item__index_no=index_no)
    item = survey.item
    if not item.is_live:
        return render(request, "disclosure/item_tombstone.html", {"item": item}, status=410)
    page = {
        "survey": survey,
        "item": item,
        "version": item.live_version,
        "files": [link.shown(is_public=True) for link in item.live_version.attachments.all()],
        "consultation": _draft(survey),
    }
    if survey.results_at is not None:
        figures = figures_of(survey)
        texts = released_texts(survey, figures)
        page["results"] = [
            {"figure": figure, "texts": texts.get(figure.question.position, [])[:MOST_SHOWN]} for figure in figures
        ]
    return render(request, "disclosure/survey_detail.html", page)


@require_http_methods(["GET", "POST"])
@cookieless_form
def survey_answer(request: HttpRequest, index_no: str) -> HttpResponse:
    """The questions while the survey is open. Whoever sends them is asked for nothing else."""
    rows = Survey.objects.public().under(request.government).with_item()
    survey = get_object_or_404(rows, item__index_no=index_no)
    form = SurveyForm(request.POST if request.method == "POST" else None, questions=list(Question.objects.of(survey)))
    if request.method != "POST":
        return _ask(request, survey, form, 200)
    if not form.is_valid():
        return _ask(request, survey, form, 422 if survey.window.is_open() else 409)
    tries = Tries(request, f"survey {survey.pk}", most=MOST_RESPONSES)
    if not tries.take():
        form.add_error(None, _("Too many answers came from your network. Please wait 15 minutes and send it again."))
        return _ask(request, survey, form, 429)
    try:
        responded = respond(survey, key=form.cleaned_data["key"], given=form.content())
    except Refused as refusal:
        tries.give_back()
        refusal.say_in(form)
        late = isinstance(refusal, AlreadyAnswered) or not survey.window.is_open()
        return _ask(request, survey, form, 409 if late else 422)
    if not responded.is_new:
        tries.give_back()
    return redirect("disclosure:survey_thanks", index_no=index_no)


@require_safe
@shared
def survey_thanks(request: HttpRequest, index_no: str) -> HttpResponse:
    """What happens next; the same page for everybody."""
    rows = Survey.objects.public().under(request.government).with_item()
    return render(
        request, "disclosure/survey_thanks.html", {"survey": get_object_or_404(rows, item__index_no=index_no)}
    )


@require_safe
@shared
def survey_download(request: HttpRequest, index_no: str, form: str) -> HttpResponse:
    """The published results as CSV or JSON; 404 until there are any, 410 once the survey was withdrawn."""
    rows = Survey.objects.with_tombstones().under(request.government).with_item()
    survey = get_object_or_404(rows, item__index_no=index_no)
    if not survey.item.is_live:
        return render(request, "disclosure/item_tombstone.html", {"item": survey.item}, status=410)
    if form not in FILES or survey.phase != SurveyPhase.RESULTS:
        raise Http404
    write, content_type = FILES[form]
    answer = HttpResponse(write(survey), content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{index_no}-results.{form}"'
    return answer


def _ask(request: HttpRequest, survey: Survey, form: SurveyForm, status: int) -> HttpResponse:
    return render(request, "disclosure/survey_answer.html", {"form": form, "survey": survey}, status=status)


def _draft(survey: Survey) -> Consultation | None:
    """The consultation on the draft that the survey asks about, while everybody can read it."""
    if survey.consultation_id is None:
        return None
    return Consultation.objects.public().with_item().filter(pk=survey.consultation_id).first()
