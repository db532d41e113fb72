"""Addresses of errors on pages (找错)."""

from django.urls import path

from oversight.views import page_report_desk, page_reports

REPORT = "office/page-reports/<slug:number>"

urlpatterns = [
    path("page-reports/new/", page_reports.page_report_new, name="page_report_new"),
    path("page-reports/follow/", page_reports.page_report_follow, name="page_report_follow"),
    path("office/page-reports/", page_report_desk.page_report_list, name="page_report_list"),
    path(f"{REPORT}/", page_report_desk.page_report_detail, name="page_report_detail"),
    *(
        path(f"{REPORT}/{verb}/", page_report_desk.acting(verb), name=f"page_report_{verb}")
        for verb in page_report_desk.VERBS
    ),
]
