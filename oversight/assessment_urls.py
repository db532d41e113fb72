"""Addresses of the annual assessment."""

from django.urls import path

from oversight.views import assessed, assessments, results, schemes, score_sheets

# who assesses, the year, and the kind of agencies or who is assessed
SCHEME = "office/schemes/<slug:government>/<int:year>/<slug:kind>"
ASSESSMENT = "office/assessments/<slug:government>/<int:year>/<slug:code>"
OWN = "office/assessed/<slug:government>/<int:year>/<slug:code>"
RESULT = "assessments/<slug:government>/<int:year>/<slug:kind>"
ACTS = ("veto", "lift", "bonus", "consequence")

urlpatterns = [
    path("office/schemes/", schemes.scheme_list, name="scheme_list"),
    path("office/schemes/new/", schemes.scheme_new, name="scheme_new"),
    path(f"{SCHEME}/", schemes.scheme_detail, name="scheme_detail"),
    path(f"{SCHEME}/assessment.<slug:form>", schemes.scheme_file, name="scheme_file"),
    path(f"{SCHEME}/sheet/<int:position>/", score_sheets.score_sheet, name="score_sheet"),
    *(path(f"{SCHEME}/{verb}/", schemes.scheme_act, {"verb": verb}, f"scheme_{verb}") for verb in schemes.VERBS),
    path(f"{ASSESSMENT}/", assessments.assessment_detail, name="assessment_detail"),
    path(f"{ASSESSMENT}/measure/", assessments.assessment_measure, name="assessment_measure"),
    path(f"{ASSESSMENT}/score/<int:indicator>/", assessments.assessment_score, name="assessment_score"),
    path(f"{ASSESSMENT}/answer/<int:indicator>/", assessments.assessment_answer, name="assessment_answer"),
    path(f"{ASSESSMENT}/evidence/<int:indicator>/", assessments.assessment_evidence, name="assessment_evidence"),
    *(path(f"{ASSESSMENT}/{act}/", assessments.assessment_act, {"verb": act}, f"assessment_{act}") for act in ACTS),
    path("office/assessed/", assessed.assessed_list, name="assessed_list"),
    path(f"{OWN}/", assessed.assessed_detail, name="assessed_detail"),
    path(f"{OWN}/write/", assessed.assessed_write, name="assessed_write"),
    path(f"{OWN}/hand-in/", assessed.assessed_hand_in, name="assessed_hand_in"),
    path(f"{OWN}/object/<int:indicator>/", assessed.assessed_object, name="assessed_object"),
    path(f"{OWN}/evidence/<int:indicator>/", assessed.assessed_evidence, name="assessed_evidence"),
    path("assessments/", results.result_year_list, name="result_year_list"),
    path(f"{RESULT}/", results.result_list, name="result_list"),
    path(f"{RESULT}/assessment.<slug:form>", results.result_download, name="result_download"),
    path(f"{RESULT}/<slug:code>/", results.result_detail, name="result_detail"),
    path(f"{RESULT}/<slug:code>/<int:position>/", results.result_evidence, name="result_evidence"),
]
