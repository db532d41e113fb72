"""Letters and forms of a case in the workbench: read, printed, taken away as a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from portal.agencies.permissions import can
from requests_app.letter_forms import PRINTED, LetterForm
from requests_app.letter_pages import on_paper, printed, sheet_of
from requests_app.models import DisclosureRequest, Letter
from requests_app.permissions import Permission

if TYPE_CHECKING:
    from requests_app.admin.casework import CaseAdmin

    Base = CaseAdmin
else:
    Base = object


class LetterPages(Base):
    """Addresses below a case, behind its door."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        asked = self.admin_site.admin_view
        own = [
            path("<path:object_id>/letters/<slug:code>/", asked(self.letter_view), name=f"{name}_letter"),
            path("<path:object_id>/forms/<slug:form>/", asked(self.form_view), name=f"{name}_form"),
        ]
        return own + super().get_urls()

    def letters_context(self, case: DisclosureRequest) -> dict[str, Any]:
        """What `requests_app/case_letters.html` shows."""
        return {"letters": Letter.objects.of(case), "printed_forms": PRINTED}

    def letter_view(self, request: HttpRequest, object_id: str, code: str) -> HttpResponse:
        """A letter as it was sent."""
        case = self._case(request, object_id)
        letter = get_object_or_404(Letter.objects.managed_by(request.user).of(case).with_code(code))
        return on_paper(request, sheet_of(letter), back=self.change_address(case))

    def form_view(self, request: HttpRequest, object_id: str, form: str) -> HttpResponse:
        """A form that is not sent, filled from the case as it is now."""
        case = self._case(request, object_id)
        if form not in PRINTED:
            raise Http404
        shows_identity = can(request.user, Permission.HANDLE_REQUEST, on=case)
        sheet = printed(case, LetterForm(form), shows_identity=shows_identity)
        return on_paper(request, sheet, back=self.change_address(case))
