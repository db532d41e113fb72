"""Addresses of spot checks."""

from django.urls import path

from oversight.views import checked, checking, public_checks, spot_checks

# who checks, the year, which one
CHECK = "<slug:government>/<int:year>/<int:serial>"
OFFICE, DRAWN = f"office/spot-checks/{CHECK}", f"office/spot-checks/{CHECK}/agencies/<slug:code>"
OWN = f"office/checked/{CHECK}/<slug:code>"

urlpatterns = [
    path("spot-checks/", public_checks.public_check_list, name="public_check_list"),
    path(f"spot-checks/{CHECK}/", public_checks.public_check, name="public_check"),
    path(f"spot-checks/{CHECK}/sample.csv", public_checks.public_check_csv, name="public_check_csv"),
    path(f"spot-checks/{CHECK}/frame.txt", public_checks.public_check_frame, name="public_check_frame"),
    path("office/spot-checks/", spot_checks.spot_check_list, name="spot_check_list"),
    path("office/spot-checks/new/", spot_checks.spot_check_new, name="spot_check_new"),
    path("office/spot-checks/evidence/<uuid:public_id>/", checked.check_evidence, name="check_evidence"),
    path(f"{OFFICE}/", spot_checks.spot_check_detail, name="spot_check_detail"),
    path(f"{OFFICE}/change/", spot_checks.spot_check_change, name="spot_check_change"),
    path(f"{OFFICE}/draw/", spot_checks.spot_check_draw, name="spot_check_draw"),
    path(f"{OFFICE}/print/", spot_checks.spot_check_print, name="spot_check_print"),
    path(f"{OFFICE}/frame.txt", spot_checks.spot_check_frame, name="spot_check_frame"),
    path(f"{OFFICE}/begin/", checking.spot_check_begin, name="spot_check_begin"),
    path(f"{OFFICE}/send/", checking.spot_check_send, name="spot_check_send"),
    path(f"{OFFICE}/cancel/", checking.spot_check_cancel, name="spot_check_cancel"),
    path(f"{OFFICE}/close/", checking.spot_check_close, name="spot_check_close"),
    path(f"{DRAWN}/", checking.check_form, name="check_form"),
    path(f"{DRAWN}/items/<slug:index_no>/", checking.check_form, name="check_item_form"),
    path(f"{DRAWN}/findings/<int:position>/", checking.finding_recheck, name="finding_recheck"),
    path("office/checked/", checked.checked_list, name="checked_list"),
    path(f"{OWN}/", checked.checked_agency, name="checked_agency"),
    path(f"{OWN}/self-check/", checked.self_check, name="self_check"),
    path(f"{OWN}/findings/<int:position>/", checked.finding_answer, name="finding_answer"),
]
