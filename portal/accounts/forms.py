"""Signing in."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Account name and password; one and the same sentence whichever of the two is wrong."""

    error_messages = {
        "invalid_login": _("The account name or the password is not right."),
        "inactive": _("The account name or the password is not right."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Account name")
        self.fields["password"].label = _("Password")
