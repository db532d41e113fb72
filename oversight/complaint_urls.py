"""Addresses of complaints and opinion cases."""

from django.urls import path

from oversight.views import complaint_desk, complaint_results, complaints, extracts, opinions

CASE = "office/complaints/<slug:number>"
OPINION = "office/opinions/<slug:government>/<int:year>/<int:serial>"

urlpatterns = [
    path("complaints/new/", complaints.complaint_new, name="complaint_new"),
    path("complaints/follow/", complaints.complaint_follow, name="complaint_follow"),
    path("complaints/follow/write/", complaints.complaint_write, name="complaint_follow_write"),
    path("complaints/follow/consent/", complaints.complaint_consent, name="complaint_follow_consent"),
    path("complaints/follow/rate/", complaints.complaint_rate, name="complaint_follow_rate"),
    path("complaints/results/", complaint_results.result_list, name="complaint_results"),
    path("office/complaints/", complaint_desk.complaint_list, name="complaint_list"),
    path("office/complaints/new/", complaint_desk.complaint_intake, name="complaint_intake"),
    path(f"{CASE}/", complaint_desk.complaint_detail, name="complaint_detail"),
    *(path(f"{CASE}/{verb}/", complaint_desk.acting(verb), name=f"complaint_{verb}") for verb in complaint_desk.VERBS),
    path("office/extracts/<slug:number>/", extracts.extract_detail, name="extract_detail"),
    path("office/opinions/", opinions.opinion_list, name="opinion_list"),
    path("office/opinions/new/", opinions.opinion_new, name="opinion_new"),
    path(f"{OPINION}/", opinions.opinion_detail, name="opinion_detail"),
    *(path(f"{OPINION}/{verb}/", opinions.acting(verb), name=f"opinion_{verb}") for verb in opinions.VERBS),
]
