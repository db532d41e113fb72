"""Signing in and out, the page one lands on, and the name in the page head."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from portal.accounts.forms import SignInForm
from portal.accounts.session import signed_in
from portal.accounts.workplaces import open_to

# Says nothing but that asking for the badge is worth while: the session cookie itself is hidden from scripts.
HINT = "signed_in"


class SignIn(LoginView):
    """The log-in page. Five failures lock the account for this address (django-axes)."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        answer.set_cookie(
            HINT, "1", max_age=settings.SESSION_COOKIE_AGE, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
        return answer


class SignOut(LogoutView):
    """Sign out (POST only) and go home."""

    next_page = "disclosure:home"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = super().post(request, *args, **kwargs)
        answer.delete_cookie(HINT, samesite="Lax")
        return answer


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What this person may do here, as doors to go through."""
    return render(request, "accounts/account_home.html", {"workplaces": open_to(request.user)})  # type: ignore[arg-type]


@never_cache
@require_GET
def badge(request: HttpRequest) -> HttpResponse:
    """The corner of the page head as a fragment: the person's name and links, or the way to log in."""
    return render(request, "accounts/_badge.html", {"person": signed_in(request)})
