"""What the applicant sent and asked for beside the request, in the workbench."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from portal.agencies.permissions import can
from portal.uploads.serving import file_response
from requests_app.models import DisclosureRequest
from requests_app.permissions import Permission

if TYPE_CHECKING:
    from portal.accounts.models import User
    from requests_app.admin.casework import CaseAdmin

    Base = CaseAdmin
else:
    Base = object


def reads_enclosures(user: User, case: DisclosureRequest) -> bool:
    """True for those who answer or review: a file may be a copy of an identity document."""
    return any(can(user, right, on=case) for right in (Permission.HANDLE_REQUEST, Permission.REVIEW_REQUEST))


class EnclosurePages(Base):
    """Addresses below a case, behind its door and for fewer people."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_enclosure"
        view = self.admin_site.admin_view(self.enclosure_view)
        return [path("<path:object_id>/enclosures/<uuid:public_id>/", view, name=name), *super().get_urls()]

    def enclosures_context(self, request: HttpRequest, case: DisclosureRequest) -> dict[str, Any]:
        """What `requests_app/case_wishes.html` shows."""
        return {
            "enclosures": case.enclosures.select_related("file"),
            "reads_enclosures": reads_enclosures(request.user, case),  # type: ignore[arg-type]
        }

    def enclosure_view(self, request: HttpRequest, object_id: str, public_id: uuid.UUID) -> HttpResponse:
        """The file, as a download; who may not read it is told of none."""
        case = self._case(request, object_id)
        if not isinstance(case, DisclosureRequest) or not reads_enclosures(request.user, case):  # type: ignore[arg-type]
            raise Http404
        return file_response(get_object_or_404(case.enclosures, file__public_id=public_id).file)
