"""Word lists in the workbench: one word to a line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin
from portal.uploads.models import WordList
from portal.uploads.permissions import Permission
from portal.uploads.word_lists import save_list, written


class WordListForm(forms.ModelForm):
    """A list is pasted as a whole: that is how it comes from the office above."""

    words = forms.CharField(
        label=_("words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 20, "class": "vLargeTextField"}),
        help_text=_(
            "One to a line: word | 拦截 (blocks) or 提醒 (warns) | what to write instead. The last two may be left out."
        ),
    )

    class Meta:
        model = WordList
        fields = ("agency", "allowed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["words"] = written(self.instance.words.all())


@admin.register(WordList)
class WordListAdmin(ScopedAdmin):
    """The words that nobody below publishes without being stopped or warned."""

    view_permission = Permission.MANAGE_WORDS
    edit_permission = Permission.MANAGE_WORDS
    form = WordListForm
    fields = ("agency", "words", "allowed")
    list_display = ("agency", "changed_at")
    list_filter = (("agency", OwnedFilter),)
    list_select_related = ("agency",)

    def get_readonly_fields(self, request: HttpRequest, obj: WordList | None = None) -> Any:
        return ("agency",) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: WordList, form: Any, change: bool) -> None:
        given = form.cleaned_data
        agency = obj.agency if change else given["agency"]
        obj.pk = save_list(agency, by=request.user, words=given["words"], allowed=given["allowed"]).pk
