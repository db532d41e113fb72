"""Addresses of the organisation of the work."""

from django.urls import path

from oversight.views import bulletins, organising

ROOM = "office/organisation"
ISSUE = "bulletins/<slug:government>/<int:year>/<int:number>"  # whose, the year, which issue

urlpatterns = [
    path("organisation/", bulletins.organisation_public, name="organisation_public"),
    path("fragments/persons/<slug:code>/", bulletins.agency_persons, name="agency_persons"),
    path("bulletins/", bulletins.bulletin_list, name="bulletin_list"),
    path(f"{ISSUE}/", bulletins.public_bulletin, name="public_bulletin"),
    path(f"{ISSUE}/bulletin.docx", bulletins.bulletin_word, name="bulletin_word"),
    path(f"{ROOM}/", organising.organisation, name="organisation"),
    path(f"{ROOM}/lists/<slug:noun>/", organising.organisation_list, name="organisation_list"),
    path(f"{ROOM}/lists/<slug:noun>.csv", organising.organisation_file, name="organisation_file"),
    path(f"{ROOM}/agencies/<slug:code>/", organising.organisation_agency, name="organisation_agency"),
    path(f"{ROOM}/agencies/<slug:code>/<slug:noun>/", organising.organisation_enter, name="organisation_enter"),
    path(f"{ROOM}/rows/<slug:noun>/<int:pk>/<slug:verb>/", organising.organisation_step, name="organisation_step"),
    path(f"{ROOM}/files/<uuid:public_id>/", organising.work_file, name="work_file"),
    path(f"{ROOM}/bulletins/<int:pk>/", bulletins.bulletin_preview, name="bulletin_preview"),
]
