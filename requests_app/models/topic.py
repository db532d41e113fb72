"""A topic request (点题公开): a citizen names what should be published, and others may support it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import NegativeGround
from disclosure.models import Item
from requests_app.models.case import Case, CaseQuerySet, answered_has_time, once_per_tree
from requests_app.permissions import Permission
from requests_app.states import TopicState


class TopicRequestQuerySet(CaseQuerySet):
    """Topic requests as sentences: `TopicRequest.objects.public().under(city).most_supported_first()`."""

    manage_permission = Permission.VIEW_REQUEST

    def is_public(self) -> Q:
        """What was merged is read at the address of the first topic."""
        return Q(is_public=True, merged_into=None)

    def unmerged(self) -> Self:
        return self.filter(merged_into=None)

    def numbered(self, number: str) -> TopicRequest | None:
        found: TopicRequest | None = self.filter(number=number).first()  # type: ignore[assignment]
        return found

    def shown(self) -> Self:
        """Topics that nobody took off the site, merged or not."""
        return self.filter(is_public=True)

    def merged_away(self) -> Self:
        """Topics that lead on to a public one, with it."""
        return self.filter(is_public=True, merged_into__is_public=True).select_related("merged_into")

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def of_agency(self, code: str) -> Self:
        return self.filter(agency__code=code)

    def naming_any(self, pieces: Iterable[str]) -> Self:
        """Topics in whose title one of `pieces` stands."""
        wanted = Q(pk__in=[])
        for piece in pieces:
            wanted |= Q(title__icontains=piece)
        return self.filter(wanted)

    def most_supported_first(self) -> Self:
        return self.order_by("-supporters", "-filed_at", "-pk")

    def answered_by_item(self, item: Item) -> Self:
        return self.filter(item=item)

    def with_answer(self) -> Self:
        """With agency, clock and what answers it, in the same query."""
        return self.select_related("agency", "clock", "item", "refusal_ground")


class TopicRequest(Case):
    """What a citizen wants to see published.

    It is answered by publishing, with the item named, or by a refusal that everybody can read, with facts, ground and
    article; the database allows neither without its own fields, nor both at once.
    """

    MARK: ClassVar[str] = "DT"  # 点题
    CONTENT: ClassVar[tuple[str, ...]] = ("agency_id", "title", "body")
    OPEN_STATES: ClassVar[frozenset[str]] = frozenset({TopicState.RECEIVED})

    state = models.CharField(_("state"), max_length=10, choices=TopicState, default=TopicState.RECEIVED, editable=False)
    title = models.CharField(_("topic"), max_length=100)
    body = models.TextField(_("what should be published"), max_length=2000, blank=True)
    is_public = models.BooleanField(_("shown to everybody"), default=True)
    email = models.EmailField(_("e-mail"), blank=True)
    supporters = models.PositiveIntegerField(_("supporters"), default=0, editable=False)

    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    item = models.ForeignKey(
        Item,
        verbose_name=_("published item"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="topic_requests",
    )
    prepared = models.ForeignKey(
        Item,
        verbose_name=_("item being prepared"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="prepared_for",
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
    )
    answer = models.TextField(_("answer"), max_length=3000, blank=True)
    refusal_facts = models.TextField(_("facts"), max_length=3000, blank=True)
    refusal_ground = models.ForeignKey(
        NegativeGround,
        verbose_name=_("ground"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    refusal_article = models.CharField(_("article"), max_length=40, blank=True)

    objects = TopicRequestQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("topic request")
        verbose_name_plural = _("topic requests")
        default_permissions = ()
        ordering = ["-filed_at", "-pk"]
        constraints = [
            once_per_tree("topic_number_unique"),
            answered_has_time("topic_answered_has_time", states=frozenset({TopicState.ANSWERED, TopicState.REFUSED})),
            models.CheckConstraint(
                condition=~Q(state=TopicState.RECEIVED)
                | Q(item=None, refusal_ground=None, refusal_facts="", refusal_article="", answered_by=None),
                name="topic_open_has_no_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state=TopicState.ANSWERED)
                | Q(
                    item__isnull=False,
                    refusal_ground=None,
                    refusal_facts="",
                    refusal_article="",
                    answered_by__isnull=False,
                ),
                name="topic_answered_has_item_alone",
            ),
            models.CheckConstraint(
                condition=~Q(state=TopicState.REFUSED)
                | (
                    Q(item=None, refusal_ground__isnull=False, answered_by__isnull=False)
                    & ~Q(refusal_facts="")
                    & ~Q(refusal_article="")
                ),
                name="topic_refused_has_facts_ground_article",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) & ~Q(state=TopicState.MERGED)
                | Q(
                    state=TopicState.MERGED,
                    merged_into__isnull=False,
                    item=None,
                    refusal_ground=None,
                    answered_at=None,
                    answered_by=None,
                ),
                name="topic_merged_points_to_the_first",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state"], name="topic_agency_state"),
            models.Index(fields=["is_public", "-supporters", "-filed_at"], name="topic_hot"),
            models.Index(fields=["is_public", "-filed_at"], name="topic_newest"),
            models.Index(fields=["state", "reminded_through"], name="topic_reminders"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("requests_app:topic_detail", args=[self.number])


class Support(models.Model):
    """One browser supported one topic.

    Without a cookie or an account a person cannot be recognised, and an address must not be kept: `mark` is a keyed
    digest of address, day and topic (`throttle.py`). Households behind one address count once a day; that is accepted.
    """

    topic = models.ForeignKey(TopicRequest, on_delete=models.CASCADE, related_name="supports")
    mark = models.CharField(max_length=64)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["topic", "mark"], name="topic_supported_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.on}"
