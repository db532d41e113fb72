"""`/styleguide/`: every component once, so that pages are written with what there is."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.forms import CharField, ChoiceField, DateField, DateInput, FileField, Form, RadioSelect, Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET


class SampleForm(Form):
    """One field of every sort that forms here use."""

    title = CharField(label=_("Title"), help_text=_("What is it about? One sentence is enough."))
    way = ChoiceField(
        label=_("How should the answer reach you?"),
        choices=[("online", _("On this site")), ("post", _("By post"))],
        widget=RadioSelect,
        initial="online",
    )
    day = DateField(label=_("Date"), widget=DateInput(attrs={"type": "date"}))
    body = CharField(label=_("Text"), widget=Textarea, required=False)
    file = FileField(label=_("Attachment"), required=False)


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with sample content; public and the same for everybody."""
    return render(request, "config/styleguide.html", _samples())


def _samples() -> dict[str, object]:
    page = Paginator(range(240), 20).page(5)
    page.address = "?page="  # type: ignore[attr-defined]  # as portal.listing does
    return {
        "form": SampleForm(),
        "bound": SampleForm({"title": "", "way": "post", "day": "2026-02-30", "body": "…"}),
        "page": page,
        "tones": TONES,
        "icons": ICONS,
        "kinds": ("info", "ok", "warn", "error"),
        "rows": FACTS,
        "steps": _steps(),
        "days": DAYS,
        "files": [{"url": "#", "name": "附件1.申请表.pdf", "size": 182_340, "kind": "PDF"}],
    }


def _steps() -> list[dict[str, object]]:
    now = timezone.now()
    return [
        {"label": _("Received"), "at": now - timedelta(days=9), "note": "", "state": "done"},
        {"label": _("Registered"), "at": now - timedelta(days=8), "note": "〔2026〕17", "state": "done"},
        {"label": _("In hand"), "at": now - timedelta(days=2), "note": "", "state": "current"},
        {"label": _("Answer"), "at": None, "note": "", "state": "todo"},
    ]


TONES = (
    ("ok", _("Published")),
    ("info", _("In review")),
    ("warn", _("Due in 3 days")),
    ("overdue", _("Overdue by 2 days")),
    ("quiet", _("Draft")),
)
ICONS = (
    "find", "ask", "complain", "speaker", "print", "share", "board", "save",
    "people", "list", "grid", "building", "bell", "clock", "phone", "shield",
)  # fmt: skip
FACTS = (
    (_("Index number"), "000014349/2026-00110"),
    (_("Publisher"), "阳光市财政局"),
    (_("Document number"), "阳财发〔2026〕12号"),
    (_("Date of document"), "2026-03-05"),
)
DAYS = (
    ("counted", "9/28", "1", ""),
    ("counted", "9/29", "2", ""),
    ("paused", "9/30", "", _("paused")),
    ("rest", "10/1", "", _("holiday")),
    ("rest", "10/2", "", _("holiday")),
    ("due", "10/9", "3", _("due on")),
    ("late", "10/10", "+1", _("late")),
)
