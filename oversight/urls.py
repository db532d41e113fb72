"""Addresses of the office's room."""

from django.urls import path

from oversight.views import assessments, checked, checking, complaints, office, public, public_checks, spot_checks

# who assesses, the year, who is assessed
ASSESSMENT = "office/assessments/<slug:government>/<int:year>/<slug:code>"
# who checks, the year, which one
CHECK = "<slug:government>/<int:year>/<int:serial>"

app_name = "oversight"
urlpatterns = [
    path("complaints/new/", complaints.complaint_new, name="complaint_new"),
    path("complaints/follow/", complaints.complaint_follow, name="complaint_follow"),
    path("performance/", public.performance, name="performance"),
    path("fragments/figures/", public.home_figures, name="home_figures"),
    path("office/", office.office_home, name="office_home"),
    path("office/overdue/", office.office_overdue, name="office_overdue"),
    path("office/lists/<slug:figure>/", office.office_list, name="office_list"),
    path("office/agencies/<slug:code>/", office.office_agency, name="office_agency"),
    path("office/requests/<str:number>/", office.office_request, name="office_request"),
    path(f"{ASSESSMENT}/", assessments.assessment_detail, name="assessment_detail"),
    path(f"{ASSESSMENT}/measure/", assessments.assessment_measure, name="assessment_measure"),
    path(f"{ASSESSMENT}/score/<int:indicator>/", assessments.assessment_score, name="assessment_score"),
    path(f"{ASSESSMENT}/finalise/", assessments.assessment_finalise, name="assessment_finalise"),
    path("spot-checks/", public_checks.public_check_list, name="public_check_list"),
    path(f"spot-checks/{CHECK}/", public_checks.public_check, name="public_check"),
    path(f"spot-checks/{CHECK}/sample.csv", public_checks.public_check_csv, name="public_check_csv"),
    path(f"spot-checks/{CHECK}/frame.txt", public_checks.public_check_frame, name="public_check_frame"),
    path("office/spot-checks/", spot_checks.spot_check_list, name="spot_check_list"),
    path("office/spot-checks/new/", spot_checks.spot_check_new, name="spot_check_new"),
    path(f"office/spot-checks/{CHECK}/", spot_checks.spot_check_detail, name="spot_check_detail"),
    path(f"office/spot-checks/{CHECK}/change/", spot_checks.spot_check_change, name="spot_check_change"),
    path(f"office/spot-checks/{CHECK}/draw/", spot_checks.spot_check_draw, name="spot_check_draw"),
    path(f"office/spot-checks/{CHECK}/print/", spot_checks.spot_check_print, name="spot_check_print"),
    path(f"office/spot-checks/{CHECK}/frame.txt", spot_checks.spot_check_frame, name="spot_check_frame"),
    path(f"office/spot-checks/{CHECK}/begin/", checking.spot_check_begin, name="spot_check_begin"),
    path(f"office/spot-checks/{CHECK}/send/", checking.spot_check_send, name="spot_check_send"),
    path(f"office/spot-checks/{CHECK}/close/", checking.spot_check_close, name="spot_check_close"),
    path(f"office/spot-checks/{CHECK}/agencies/<slug:code>/", checking.check_form, name="check_form"),
    path(
        f"office/spot-checks/{CHECK}/agencies/<slug:code>/items/<slug:index_no>/",
        checking.check_form,
        name="check_item_form",
    ),
    path(
        f"office/spot-checks/{CHECK}/agencies/<slug:code>/findings/<int:position>/",
        checking.finding_recheck,
        name="finding_recheck",
    ),
    path("office/spot-checks/evidence/<uuid:public_id>/", checked.check_evidence, name="check_evidence"),
    path("office/checked/", checked.checked_list, name="checked_list"),
    path(f"office/checked/{CHECK}/<slug:code>/", checked.checked_agency, name="checked_agency"),
    path(f"office/checked/{CHECK}/<slug:code>/self-check/", checked.self_check, name="self_check"),
    path(f"office/checked/{CHECK}/<slug:code>/findings/<int:position>/", checked.finding_answer, name="finding_answer"),
]
