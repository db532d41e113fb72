"""Who opens a photo or screenshot of a spot check."""

from django.db.models import Q, QuerySet

from oversight.models import CheckAnswer, FindingStep, Side
from oversight.permissions import Permission
from oversight.states import FindingState
from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.uploads.models import StoredFile


def evidence_for(user: User) -> QuerySet[StoredFile]:
    """Everything of the checks that `user` carries out; of one's own agency what it sent itself, and what proves the
    findings that were sent to it.
    """
    checking = Agency.objects.managed_by(user, Permission.SPOT_CHECK).order_by()
    answering = Agency.objects.managed_by(user, Permission.ANSWER_FINDING).order_by()
    sent = Q(finding__isnull=False) & ~Q(finding__state=FindingState.NOTED)
    about_us = Q(form__checked_agency__agency__in=answering) & (Q(form__side=Side.AGENCY) | sent)
    answers = CheckAnswer.objects.filter(Q(form__checked_agency__spot_check__agency__in=checking) | about_us)
    ours = Q(finding__checked_agency__agency__in=answering)
    steps = FindingStep.objects.filter(Q(finding__checked_agency__spot_check__agency__in=checking) | ours)
    return StoredFile.objects.filter(Q(pk__in=answers.values("file")) | Q(pk__in=steps.values("file")))
