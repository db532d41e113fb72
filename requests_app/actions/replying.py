"""Reply templates: the texts of an agency that its clerks begin an answer with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from requests_app.actions.locking import said
from requests_app.models import ReplyTemplate
from requests_app.outcomes import Outcome
from requests_app.permissions import Permission
from requests_app.placeholders import PLACEHOLDERS, unknown_in

if TYPE_CHECKING:
    from portal.accounts.models import User

FIELDS = ("outcome", "title", "body", "is_active")


@transaction.atomic
def save_reply_template(template: ReplyTemplate, *, by: User) -> ReplyTemplate:
    """Write a new template, or change one; its agency never changes.

    Raises NotAllowed, Refused with the field: a name given already, a placeholder that means nothing.
    """
    before: dict[str, object] = {}
    if template.pk is not None:
        held = ReplyTemplate.objects.select_for_update(of=("self",)).select_related("agency").get(pk=template.pk)
        template.agency = held.agency
        before = {name: getattr(held, name) for name in FIELDS}
    require(by, Permission.MANAGE_REPLIES, on=template)
    template.title = " ".join(said(template.title, "title", _("Give the template a name.")).split())
    template.body = said(template.body, "body", _("The template is empty."))
    if template.outcome and template.outcome not in Outcome.values:
        raise Refused(_("Choose an outcome."), field="outcome")
    if unknown := unknown_in(template.body):
        words = {"unknown": "、".join(unknown), "known": "、".join(f"{{{name}}}" for name in PLACEHOLDERS)}
        raise Refused(_("Nothing is known by the name of %(unknown)s. Possible are: %(known)s.") % words, field="body")
    twins = ReplyTemplate.objects.filter(agency=template.agency, title=template.title).exclude(pk=template.pk)
    if twins.exists():
        raise Refused(_("This agency has a template of this name already."), field="title")
    template.save()
    after = {name: getattr(template, name) for name in FIELDS}
    if after != before:
        record(
            Event.REPLY_TEMPLATE_CHANGED,
            by=by,
            agency=template.agency,
            subject=template,
            before=before,
            after=after,
        )
    return template
