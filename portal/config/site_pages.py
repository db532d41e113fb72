"""Pages about the site itself: its map, how to reach the government, accessibility, privacy, and the ways to take part.

Everything comes from what the government has entered of itself; what is missing is left out, never made up.
"""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog.models import Area
from disclosure.models import Consultation, Hearing, Item, Phase, Survey
from disclosure.models.described import Kind as Genre
from disclosure.models.hearing import HearingPhase
from disclosure.models.survey import SurveyPhase
from disclosure.views.agencies import branches
from oversight.models import ComplaintResult, ReviewRound
from portal.agencies.models import Agency, Kind
from portal.agencies.reception import receptions
from portal.config.accessibility import MEASURES, NEEDS_SCRIPT, REVIEWED_ON, STANDARDS
from portal.config.sections import FEEDS, SECTIONS
from portal.editions.sharing import shared
from requests_app.models import RetentionPlan, TopicRequest
from requests_app.states import TopicState


class Way(NamedTuple):
    """A way to take part: what it is, where it begins, and what is going on there today."""

    title: str | Promise
    text: str | Promise
    address: str
    number: int | None = None
    counted: str | Promise = ""
    basis: str | Promise = ""


@require_safe
@shared
def site_tree(request: HttpRequest) -> HttpResponse:
    """The map of the site for people (网站地图): sections, columns with what is in them, areas, agencies."""
    items, used = Item.objects.public().under(request.government), reverse("disclosure:item_list")
    counts = items.count_by_kind()
    columns = [(kind.label, f"{used}?kind={kind}", counts[kind]) for kind in Genre if counts.get(kind)]
    agencies = list(Agency.objects.public().under(request.government))
    page = {
        "sections": SECTIONS,
        "columns": columns,
        "areas": Area.objects.public(),
        "branches": branches(agencies),
    }
    return render(request, "config/site_tree.html", page)


@require_safe
@shared
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the government and its office, who receives visitors, and who hears a complaint."""
    government = request.government
    agencies = Agency.objects.public().under(government)
    page = {
        "office": agencies.filter(kind=Kind.OFFICE, depth=government.depth + 1).first(),
        "receptions": [(agency, receptions(agency.reception)) for agency in agencies.receiving()],
    }
    return render(request, "config/contact.html", page)


@require_safe
@shared
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (无障碍声明)."""
    exceptions = [(reverse(name), it.title, reverse(it.instead)) for name, it in NEEDS_SCRIPT.items()]
    page = {"measures": MEASURES, "standards": STANDARDS, "exceptions": exceptions, "reviewed_on": REVIEWED_ON}
    return render(request, "config/accessibility.html", page)


@require_safe
@shared
def privacy(request: HttpRequest) -> HttpResponse:
    """What becomes of the data of those who read, ask and complain."""
    plan = RetentionPlan.objects.in_force().filter(agency=request.government).first()
    return render(request, "config/privacy.html", {"plan": plan})


@require_safe
@shared
def about(request: HttpRequest) -> HttpResponse:
    """What the site is for, who runs it, and on which provisions it stands."""
    agencies = Agency.objects.public().under(request.government)
    page = {
        "item_count": Item.objects.public().under(request.government).count(),
        "agency_count": agencies.count(),
    }
    return render(request, "config/about.html", page)


@require_safe
@shared
def feeds(request: HttpRequest) -> HttpResponse:
    """Every way to be told what is new (订阅)."""
    chosen = reverse("disclosure:selection_feed")
    page = {
        "feeds": [(label, reverse(name)) for label, name in FEEDS],
        "genres": [(kind.label, f"{chosen}?kind={kind}") for kind in Genre],
        "areas": Area.objects.public(),
        "agencies": Agency.objects.public().under(request.government),
    }
    return render(request, "config/feeds.html", page)


@require_safe
@shared
def participate(request: HttpRequest) -> HttpResponse:
    """Every way to take part (互动), with what is open today."""
    return render(request, "config/participate.html", {"ways": _ways(request.government)})


def _ways(government: Agency) -> list[Way]:
    topics = TopicRequest.objects.public().under(government)
    today = timezone.localdate()
    reviews = ReviewRound.objects.public().under(government).filter(first_day__lte=today, last_day__gte=today)
    return [
        Way(
            _("Consultations"), _("Give your opinion on a draft before it is decided; every opinion is answered."),
            reverse("disclosure:consultation_list"),
            Consultation.objects.public().under(government).in_phase(Phase.OPEN).count(), _("open now"),
            _("Provisional Regulations on Procedures for Major Administrative Decisions, article 15"),
        ),
        Way(
            _("Surveys"), _("Answer a few questions; the results are published."),
            reverse("disclosure:survey_list"),
            Survey.objects.public().under(government).in_phase(SurveyPhase.OPEN).count(), _("open now"),
        ),
        Way(
            _("Hearings and open meetings"), _("Sign up for a seat, speak or listen."),
            reverse("disclosure:hearing_list"),
            Hearing.objects.public().under(government).in_phase(HearingPhase.OPEN).count(), _("open for sign-up"),
        ),
        Way(
            _("Propose a topic for disclosure"),
            _("Name what should be public: the agency publishes it, or publishes why not."),
            reverse("requests_app:request_list"),
            topics.in_state(TopicState.RECEIVED).count(), _("wait for an answer"),
        ),
        Way(
            _("File a request"),
            _("Ask in writing for what is not published; the answer comes within 20 working days."),
            reverse("requests_app:request_new"), basis=_("Regulations, articles 27 to 33"),
        ),
        Way(
            _("Complain or report"), _("Tell what goes wrong with openness; you can stay anonymous."),
            reverse("oversight:complaint_new"),
            ComplaintResult.objects.public().filed_at(government).count(), _("results to read"),
            _("Regulations, article 51"),
        ),
        Way(
            _("Democratic reviews"), _("Grade the agencies in secret; they answer every opinion."),
            reverse("oversight:public_review_list"), reviews.count(), _("open now"),
        ),
    ]  # fmt: skip
