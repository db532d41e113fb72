"""Who is signed in, asked without making an anonymous page personal."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from portal.accounts.models import User


def signed_in(request: HttpRequest) -> "User | None":
    """The signed-in account, or None.

    The session is not touched unless the browser sent its cookie, so a page that asks stays free of `Vary: Cookie`
    for everybody who is anonymous.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if request.user.is_authenticated else None
