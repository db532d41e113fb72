"""Who moves what when an agency is renamed, merged or split, and what stays as history."""

import catalog.moving
import disclosure.moving
import oversight.moving
import portal.search.moving
import portal.uploads.moving
import requests_app.moving
from portal.agencies.models import Agency
from portal.agencies.moving import Guidance, register

MOVERS = (
    *catalog.moving.MOVERS,
    *disclosure.moving.MOVERS,
    *requests_app.moving.MOVERS,
    *oversight.moving.MOVERS,
    *portal.search.moving.MOVERS,
    *portal.uploads.moving.MOVERS,
    Guidance(Agency, "guided_by"),
)
STAYS = {
    "agencies.AgencyUserObjectPermission.content_object": "The reform itself decides about people.",
    "agencies.AgencyGroupObjectPermission.content_object": "The reform itself decides about people.",
    "agencies.HeldRole.agency": "The reform itself decides about people.",
    "agencies.Succession.predecessor": "It is the record of the reform.",
    "agencies.Succession.successor": "It is the record of the reform.",
    "notices.Notice.agency": "A notice says what held when it was sent.",
    **catalog.moving.STAYS,
    **disclosure.moving.STAYS,
    **oversight.moving.STAYS,
    **requests_app.moving.STAYS,
}


def open_movers() -> None:
    """Register them; called once, when every app is loaded."""
    register(*MOVERS, stays=STAYS, topics=(catalog.moving.topics, disclosure.moving.topics))
