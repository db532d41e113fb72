"""Addresses of the office's room."""

from django.urls import path

from oversight import (
    assessment_urls,
    complaint_urls,
    feeds,
    organisation_urls,
    page_report_urls,
    power_urls,
    review_urls,
    spot_check_urls,
)
from oversight.views import (
    contests,
    office,
    orders,
    public,
    report_desk,
    report_import,
    reports,
    warnings,
)
from portal.editions.sharing import shared

# the year and the agency of an annual report at the desk
REPORT = "office/reports/<int:year>/<slug:code>"
ORDER = "office/orders/<slug:government>/<int:year>/<int:serial>"  # who issued it, its number
REPORT_STEPS = ("submit", "check", "return", "freeze", "publish")

app_name = "oversight"
urlpatterns = [
    path("performance/", public.performance, name="performance"),
    path("fragments/figures/", public.home_figures, name="home_figures"),
    path("office/", office.office_home, name="office_home"),
    path("office/overdue/", office.office_overdue, name="office_overdue"),
    path("office/figures/<slug:table>.<slug:form>", office.office_file, name="office_file"),
    path("office/lists/<slug:figure>/", office.office_list, name="office_list"),
    path("office/agencies/<slug:code>/", office.office_agency, name="office_agency"),
    path("office/agencies/<slug:code>/contest/", contests.figure_contest, name="figure_contest"),
    path("office/contests/<int:pk>/<slug:verb>/", contests.contest_judge, name="contest_judge"),
    path("office/requests/<str:number>/", office.office_request, name="office_request"),
    path("office/warnings/", warnings.warning_list, name="warning_list"),
    path("office/warnings.csv", warnings.warning_file, name="warning_file"),
    path("office/warnings/<slug:number>/", warnings.warning_detail, name="warning_detail"),
    path("office/warnings/<slug:number>/withdraw/", warnings.warning_withdraw, name="warning_withdraw"),
    path("orders/feed.atom", shared(feeds.NewestOrders()), name="order_feed"),
    path("complaints/results/feed.atom", shared(feeds.NewestResults()), name="result_feed"),
    path("reports/feed.atom", shared(feeds.NewestReports()), name="report_feed"),
    path("orders/", public.order_list, name="public_order_list"),
    path("office/orders/", orders.order_list, name="order_list"),
    path("office/orders/new/", orders.order_new, name="order_new"),
    path(f"{ORDER}/", orders.order_detail, name="order_detail"),
    path(f"{ORDER}/files/<uuid:public_id>/", orders.order_file, name="order_file"),
    *(path(f"{ORDER}/{verb}/", orders.acting(verb), name=f"order_{verb}") for verb in orders.VERBS),
    path("office/faults/", warnings.fault_list, name="fault_list"),
    path("office/faults/<int:pk>/lift/", warnings.fault_lift, name="fault_lift"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<int:year>/<slug:code>/", reports.report_detail, name="report_detail"),
    path("reports/<int:year>/<slug:code>/report.<slug:form>", reports.report_file, name="report_file"),
    path("office/reports/", report_desk.report_desk_list, name="report_desk_list"),
    path("office/reports/import/", report_import.report_import, name="report_import"),
    path("office/reports/import/template/", report_import.report_import_template, name="report_import_template"),
    path("office/reports/import/<uuid:key>/", report_import.report_import_confirm, name="report_import_confirm"),
    path(f"{REPORT}/", report_desk.report_desk, name="report_desk"),
    path(f"{REPORT}/open/", report_desk.report_open, name="report_open"),
    path(f"{REPORT}/compute/", report_desk.report_compute, name="report_compute"),
    path(f"{REPORT}/write/", report_desk.report_write, name="report_write"),
    path(f"{REPORT}/cells/<str:cell>/", report_desk.report_cell, name="report_cell"),
    path(f"{REPORT}/cells/<str:cell>/correct/", report_desk.report_correct, name="report_correct"),
    *(path(f"{REPORT}/{verb}/", report_desk.report_step, {"verb": verb}, f"report_{verb}") for verb in REPORT_STEPS),
    *assessment_urls.urlpatterns,
    *complaint_urls.urlpatterns,
    *page_report_urls.urlpatterns,
    *spot_check_urls.urlpatterns,
    *organisation_urls.urlpatterns,
    *power_urls.urlpatterns,
    *review_urls.urlpatterns,
]
