"""When an order becomes public by itself: once its first deadline has passed."""

from oversight.models import SupervisionOrder
from portal.editions.moments import moments

moments(SupervisionOrder.objects.all, "public_from")
