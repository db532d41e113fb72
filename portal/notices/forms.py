from django import forms
from django.utils.translation import gettext_lazy as _

from portal.notices.models import MailChoice


class MailForm(forms.Form):
    """What a person gets by mail."""

    choice = forms.ChoiceField(label=_("By mail I want"), choices=MailChoice, widget=forms.RadioSelect)
