"""A list that goes out with an answer, its personal parts blackened: a picture of invented people."""

from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import NegativeGround
from portal.accounts.models import User
from portal.demo.publishing import DATA
from requests_app import actions
from requests_app.actions.blackening import Area
from requests_app.models import DisclosureRequest
from requests_app.outcomes import Outcome

# The columns with identity numbers, addresses and accounts, in ten-thousandths of the page.
COLUMNS = (Area(1, 2288, 1893, 2083, 2888), Area(1, 4371, 1893, 1526, 2888), Area(1, 5897, 1893, 2083, 2888))


def add_list(request: DisclosureRequest, *, by: User) -> None:
    """Take in the list, blacken its columns and prove the result, as clerk and worker would."""
    upload = SimpleUploadedFile("临时救助对象名单.png", (DATA / "list.png").read_bytes(), "image/png")
    file = actions.add_file(request, upload, by=by)
    ground = NegativeGround.objects.get(code=Outcome.THIRD_PARTY)
    actions.draw_boxes(file, by=by, areas=COLUMNS, ground=ground)
    actions.blacken(actions.order_blackening(file, by=by))
