"""Lists: one way to cut a queryset into pages."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.editions.memory import once_an_edition


class WholePages(Paginator):
    """Pages as long as there are rows for them: a row that came since they were counted pushes none out.

    Django cuts the last page at the count; with a newer row at its head that hides one that has stood there all along.
    """

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        begin = (number - 1) * self.per_page
        return Page(self.object_list[begin : begin + self.per_page], number, self)


def paginate(request: HttpRequest, queryset: QuerySet, *, per_page: int = 20, count: int | None = None) -> Page:
    """The page of `queryset` that `?page=` asks for, the nearest one there is when the number is nonsense.

    Two queries; one where its `count` is given, or where the edition of the site is known and the list has been counted
    in it. `page.address` is the query string of a link to another page, without its number.
    """
    kept = request.GET.copy()
    kept.pop("page", None)
    paginator = WholePages(queryset, per_page)
    if count is not None:
        paginator.count = count
    elif not kept:  # counting grows with the table, and the pages of a list are turned more often than it changes
        counted = ("count", request.path, queryset.model if isinstance(queryset, QuerySet) else None)
        paginator.count = once_an_edition(request, counted, lambda: paginator.count)
    page = paginator.get_page(request.GET.get("page"))
    page.address = f"?{kept.urlencode()}&page=" if kept else "?page="  # type: ignore[attr-defined]
    return page
