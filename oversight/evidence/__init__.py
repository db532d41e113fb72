"""What measured indicators are measured from. A new kind of evidence is a member of `Evidence` and a line here."""

from collections.abc import Mapping

from oversight.evidence.cases import decisions_upheld, remedies_on_time, requests_on_time, topics_on_time
from oversight.evidence.duties import completeness, duties_on_time
from oversight.evidence.organising import submissions, training
from oversight.evidence.publishing import annual_report, consultations, interpretations
from oversight.evidence.row import Measure
from oversight.evidence.supervision import findings_rectified, no_red_warnings, orders_on_time
from oversight.models import Evidence

MEASURES: Mapping[Evidence, Measure] = {
    Evidence.DUTIES_ON_TIME: duties_on_time,
    Evidence.COMPLETENESS: completeness,
    Evidence.REQUESTS_ON_TIME: requests_on_time,
    Evidence.TOPICS_ON_TIME: topics_on_time,
    Evidence.REMEDIES_ON_TIME: remedies_on_time,
    Evidence.DECISIONS_UPHELD: decisions_upheld,
    Evidence.INTERPRETATIONS: interpretations,
    Evidence.CONSULTATIONS: consultations,
    Evidence.ANNUAL_REPORT: annual_report,
    Evidence.ORDERS_ON_TIME: orders_on_time,
    Evidence.FINDINGS_RECTIFIED: findings_rectified,
    Evidence.NO_RED_WARNINGS: no_red_warnings,
    Evidence.SUBMISSIONS: submissions,
    Evidence.TRAINING: training,
}
