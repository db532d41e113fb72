"""`manage.py load_demo`: fill an empty installation with the demo; an installation that has agencies is left alone."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone, translation

from portal.agencies.models import Agency
from portal.demo import (
    assessing,
    cases,
    checking,
    complaining,
    gazettes,
    meetings,
    mending,
    organising,
    powers,
    publishing,
    reporting,
    reviewing,
    showcase,
    surveys,
    watching,
)
from portal.demo.history import History, moment, quick_hashes
from portal.demo.world import found_world


class Command(BaseCommand):
    help = "Load the demonstration: a fictional city, a second government, real documents, cases in every state."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if Agency.objects.exists():
            self.stdout.write("There are agencies already; the demo was not loaded.")
            return
        now = timezone.now()
        history = History(now)
        with translation.override("zh-hans"), quick_hashes():
            with moment(now - dt.timedelta(days=400)):
                world = found_world()
                publishing.load_catalogs(world)
            desk = publishing.Desk(world)
            publishing.assign_duties(world, history)
            publishing.publish_notices(world, desk, history)
            publishing.publish_documents(world, desk, history)
            meetings.hold_hearings(world, desk, history)
            publishing.leave_work_open(world, history)
            showcase.show(world, desk, history)
            surveys.run_surveys(world, desk, history)
            gazettes.make_gazette(world, history)
            cases.file_requests(world, history)
            cases.file_topics(world, history)
            complaining.file_complaints(world, history)
            complaining.collect_opinions(world, history)
            mending.report_errors(world, history)
            organising.organise(world, history)
            assessing.assess(world, desk, history)
            powers.run_powers(world, history)
            watching.supervise(world, history)
            reporting.report_the_year(world, history)
            checking.check_on_the_spot(world, history)
            reviewing.hold_reviews(world, history)
            steps = history.play()
        self.stdout.write(f"The demo is loaded: {len(world.agencies)} agencies, {steps} steps of work.")
