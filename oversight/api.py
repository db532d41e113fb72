"""Reports of cases of powers from agencies' own systems: the one address of the API that writes.

It takes the name and password of an account that runs powers (HTTP Basic), and no session: no other site can use a
browser that is signed in. Wrong passwords count as on the log-in page.
"""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.authentication import BasicAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from oversight.actions.power_decisions import Decision
from oversight.actions.power_intake import Report, ReportedStep, take_in
from oversight.models import Outcome, Source
from oversight.permissions import Permission
from oversight.powers.flows import BOUND
from oversight.powers.parties import Party
from portal.agencies.models import Agency
from portal.refusals import NotAllowed, Refused


class StepSerializer(serializers.Serializer):
    """A stage that the case entered, by the name it has in the flow of the power."""

    stage = serializers.CharField(max_length=20)
    at = serializers.DateTimeField()
    officer = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class DecisionSerializer(serializers.Serializer):
    """What was decided; its date is that of the stage that decides."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    text = serializers.CharField(max_length=1000)
    degree = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    amount = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, max_value=BOUND - 1, required=False, default=None, allow_null=True
    )
    reason = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    is_major = serializers.BooleanField(required=False, default=False)


class ReportSerializer(serializers.Serializer):
    """One case of an agency: all of it or what is new. The same report again changes nothing."""

    agency = serializers.CharField(max_length=60)
    outside_number = serializers.CharField(max_length=100)
    item = serializers.CharField(max_length=40)
    party_kind = serializers.ChoiceField(choices=Party.choices)
    party_name = serializers.CharField(max_length=100)
    party_number = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)
    matter = serializers.CharField(max_length=120)
    steps = StepSerializer(many=True, allow_empty=False)
    decision = DecisionSerializer(required=False, default=None, allow_null=True)


class TakenSerializer(serializers.Serializer):
    """What became of a report."""

    number = serializers.CharField()
    stage = serializers.CharField()
    state = serializers.CharField()
    is_new = serializers.BooleanField()
    recorded = serializers.IntegerField()
    findings = serializers.ListField(child=serializers.CharField())


class PowerCaseReports(APIView):
    """Take in what an agency's own system reports."""

    authentication_classes = [BasicAuthentication]
    permission_classes = [IsAuthenticated]
    http_method_names = ["post", "options"]

    @extend_schema(request=ReportSerializer, responses={200: TakenSerializer, 201: TakenSerializer})
    def post(self, request: Request) -> Response:
        """201 for a case that is new here, else 200; 400 with a sentence beside the field for what is refused."""
        asked = ReportSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said: dict[str, Any] = dict(asked.validated_data)
        agencies = Agency.objects.managed_by(request.user, Permission.RUN_POWER).under(request.government)
        agency = get_object_or_404(agencies, code=said.pop("agency"))
        decision = said.pop("decision")
        report = Report(
            **said | {"steps": [ReportedStep(**step) for step in said["steps"]]},
            decision=Decision(**decision) if decision else None,
        )
        try:
            taken = take_in(agency, report, by=request.user, source=Source.API)
        except NotAllowed:
            raise
        except Refused as refusal:
            return Response({refusal.field or "report": [str(refusal)]}, status=status.HTTP_400_BAD_REQUEST)
        case = taken.case
        answer = {
            "number": case.number, "stage": case.present.name, "state": case.state, "is_new": taken.is_new,
            "recorded": taken.recorded,
            "findings": list(case.findings.filter(settled_at=None).values_list("said", flat=True)),
        }  # fmt: skip
        return Response(answer, status=status.HTTP_201_CREATED if taken.is_new else status.HTTP_200_OK)
