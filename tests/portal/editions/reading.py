"""Every page that is kept, read one after the other."""

from django.urls import NoReverseMatch, reverse

from tests.access.table import PUBLIC


def read_again(client, item):
    """Every shared page that needs no object of its own, and those of the item and its agency."""
    names = {name: {} for name, row in PUBLIC.items() if row.method == "GET"}
    names |= {"disclosure:item_detail": {"index_no": item.index_no}, "disclosure:agency_detail": {"code": "qt-mzj"}}
    pages = {}
    for name, arguments in names.items():
        try:
            address = reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue
        response = client.get(address, {"q": "通知"} if "search" in name else {})
        if getattr(response, "is_shared", False) or "X-Accel-Expires" in response.headers:
            pages[address] = response.content
    return pages
