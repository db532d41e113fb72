"""Pieces of the organisation of the work that several tests need."""

import datetime as dt
import itertools

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from oversight import actions as oversight
from oversight.models import Submission, WorkTerms

USUAL = {
    "since": dt.date(2026, 1, 1), "persons_by": "01-31", "plan_by": "03-31", "heard_by": "11-30",
    "quotas": {"government": 3, "department": 2}, "late_days": 5, "training_target": 80, "training_months": 24,
    "most_sites": 2,
}  # fmt: skip
_numbers = itertools.count(1)


def set_terms(cast, **terms) -> WorkTerms:
    """Terms of the county, below which both bureaus stand."""
    return oversight.set_work_terms(cast.county, by=cast.officer, **USUAL | terms)


def named_all(agency, by, *, year=2026, duties=("first", "deputy", "liaison")) -> None:
    for duty in duties:
        oversight.name_person(agency, by=by, year=year, duty=duty, name="赵局长", post="局长", phone="0578-6220001")


def text_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("方案.txt", "工作方案".encode(), "text/plain")


def submitted(agency, by, at: dt.datetime, *, month: dt.date | None = None) -> Submission:
    """One more piece of information, for the month of `at` or for `month`."""
    with time_machine.travel(at, tick=False):
        title = f"工作信息{next(_numbers)}"
        return oversight.submit_information(agency, by=by, title=title, text="正文。", month=month or at.date())
