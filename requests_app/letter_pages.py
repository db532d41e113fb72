"""A letter or form on paper: a page to print, or a Word file. Who may ask for it is decided before."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from requests_app.letter_forms import LetterForm
from requests_app.letter_templates import wording
from requests_app.letter_text import blocks, fill
from requests_app.letter_values import values_of
from requests_app.letter_word import WORD, as_word
from requests_app.models import DisclosureRequest, Letter


class Sheet(NamedTuple):
    """What stands on the paper, its name as a file, and the line at its foot."""

    name: str
    title: str
    body: str
    foot: str


def sheet_of(letter: Letter) -> Sheet:
    """A letter as it was sent."""
    foot = _("%(number)s · fingerprint of the text (SHA-256): %(digest)s") % {
        "number": letter.number, "digest": letter.sha256,
    }  # fmt: skip
    return Sheet(letter.code, letter.get_form_display(), letter.body, foot)


def printed(case: DisclosureRequest, form: LetterForm, *, shows_identity: bool) -> Sheet:
    """A form that is not sent, filled from the case as it is now."""
    body = fill(wording(case.agency, form), values_of(case, shows_identity=shows_identity))
    return Sheet(f"{case.number}-{form.value}", str(form.label), body, case.number)


def on_paper(request: HttpRequest, sheet: Sheet, *, back: str, code: str = "", letter: str = "") -> HttpResponse:
    """The sheet as a page to print or, where `as=word` is asked for, as a Word file.

    `code` and `letter` go along with the buttons of whoever reads with a receipt code.
    """
    if (request.POST or request.GET).get("as") == "word":
        answer = HttpResponse(as_word(sheet.body, title=sheet.title, foot=sheet.foot), content_type=WORD)
        answer["Content-Disposition"] = f'attachment; filename="{sheet.name}.docx"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
    context = {"sheet": sheet, "blocks": blocks(sheet.body), "back": back, "code": code, "letter": letter}
    return render(request, "requests_app/letter_print.html", context)
