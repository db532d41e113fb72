"""One press of a button: the action, and what became of it in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.refusals import NotAllowed, Refused


def carry_out(
    request: HttpRequest, subject: Model, verb: Callable[..., object], said: str, *, back: str | None = None
) -> HttpResponse:
    """Do `verb` to `subject`, tell `said` or why it was refused, and lead to `back`, or to the page of `subject`."""
    try:
        verb(subject, by=request.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(back or subject)


def carry_out_form(
    request: HttpRequest,
    subject: Model,
    verb: Callable[..., object],
    form: forms.Form,
    said: str,
    *,
    again: Callable[[], HttpResponse],
) -> HttpResponse:
    """Do `verb` to `subject` with what `form` says, tell `said`, and lead to the page of `subject`.

    A form that is wrong, and one beside whose field the verb is refused, comes back as `again` shows it.
    """
    if not form.is_valid():
        return again()
    try:
        verb(subject, by=request.user, **form.cleaned_data)
    except NotAllowed:
        raise
    except Refused as refusal:
        if refusal.field in form.fields:
            refusal.say_in(form)
            return again()
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(subject)
