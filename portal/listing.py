"""Lists: one way to cut a queryset into pages."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def paginate(request: HttpRequest, queryset: QuerySet, *, per_page: int = 20) -> Page:
    """The page of `queryset` that `?page=` asks for, the nearest one there is when the number is nonsense.

    Two queries. `page.address` is the query string of a link to another page, without its number.
    """
    page = Paginator(queryset, per_page).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    page.address = f"?{kept.urlencode()}&page=" if kept else "?page="  # type: ignore[attr-defined]
    return page
