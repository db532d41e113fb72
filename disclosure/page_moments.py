"""When pages change by themselves: a window of taking part opens or closes, a hearing begins or ends."""

from disclosure.models import Consultation, Hearing, Survey
from portal.editions.moments import moments

moments(Consultation.objects.all, "opens_at", "closes_at")
moments(Survey.objects.all, "opens_at", "closes_at")
moments(Hearing.objects.all, "opens_at", "closes_at", "starts_at", "ends_at")
