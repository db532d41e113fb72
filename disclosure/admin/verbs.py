"""The decisions on the page of an item: one URL for each verb, each calling one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure import actions
from disclosure.actions.review import holds_step
from disclosure.admin import offers
from disclosure.forms import CorrectionForm, ReasonForm, WithdrawalForm
from disclosure.forms.deciding import MomentForm, SecrecyForm
from disclosure.models import Deed, Item
from disclosure.permissions import Permission
from disclosure.states import TABLE, State
from portal.agencies.permissions import can


class Verb(NamedTuple):
    """A decision as a button: `slug` in the URL, `row` of the transition table, the rights it takes."""

    slug: str
    row: str
    permissions: tuple[str, ...]
    act: Callable[..., Any]
    label: Promise
    done: Promise
    is_primary: bool = False
    asks_reason: bool = False
    form: type[Form] | None = None  # what it asks instead of a reason
    fits: Callable[[Item, Any], bool] | None = None  # whether it is offered, beyond rights and state
    at_step: bool = False  # takes the right of the step that the item stands at, on the agency that is asked
    warning: Promise | str = ""
    binds_text: bool = True  # decides about exactly the text that was on the screen, not about what is public
    asks_note: bool = False  # if it replaces a public text whose readers are told what changed

    @property
    def url_name(self) -> str:
        return f"disclosure_item_{self.slug.replace('-', '_')}"

    @property
    def asks(self) -> type[Form] | None:
        """The form of its page; None if there is nothing to say but yes."""
        return self.form or (ReasonForm if self.asks_reason else None)

    def about(self, item: Item) -> dict[str, Item]:
        """What its form has to know."""
        return {"item": item} if self.form in {WithdrawalForm, CorrectionForm} else {}

    def may(self, user: Any, item: Item) -> bool:
        """True if `user` holds the rights it takes."""
        if self.at_step and item.state != State.APPROVED:
            return holds_step(user, item) and all(can(user, right, on=item) for right in self.permissions[1:])
        return all(can(user, right, on=item) for right in self.permissions)

    def leads_on(self, item: Item, user: Any) -> bool:
        """True if the table and the step allow it now."""
        return item.state in TABLE[self.row].sources and (self.fits is None or self.fits(item, user))


VERBS = (
    Verb(
        "submit",
        "submit",
        (Permission.EDIT_ITEM,),
        actions.submit,
        _("Submit for review"),
        _("Submitted; the reviewers have been told."),
        is_primary=True,
    ),
    Verb(
        "approve-and-publish",
        "approve",
        (Permission.REVIEW_ITEM, Permission.PUBLISH_ITEM),
        actions.approve_and_publish,
        _("Approve and publish"),
        _("Published. It is on the public site and in the search now."),
        is_primary=True,
        at_step=True,
        fits=offers.approves_last,
        asks_note=True,
    ),
    Verb(
        "approve",
        "approve",
        (Permission.REVIEW_ITEM,),
        actions.approve,
        _("Approve"),
        _("Signed; the next step, or the publication, can follow."),
        at_step=True,
        fits=offers.approves,
    ),
    Verb(
        "publish",
        "publish",
        (Permission.PUBLISH_ITEM,),
        actions.publish,
        _("Publish"),
        _("Published. It is on the public site and in the search now."),
        is_primary=True,
        asks_note=True,
    ),
    Verb(
        "return",
        "return",
        (Permission.REVIEW_ITEM,),
        actions.return_,
        _("Send back"),
        _("Sent back; the author has been told the reason."),
        asks_reason=True,
        at_step=True,
    ),
    Verb(
        "withdraw",
        "withdraw",
        (Permission.WITHDRAW_ITEM,),
        actions.withdraw,
        _("Withdraw"),
        _("Withdrawn. The public address now shows the reason."),
        asks_reason=True,
        warning=_("The text and its files leave the public site at once; the reason below is shown in their place."),
        form=WithdrawalForm,
        fits=offers.is_live,
        binds_text=False,
    ),
    Verb(
        "correction",
        "withdraw",  # as there: whatever is being prepared, it is about what is public
        (Permission.PUBLISH_ITEM,),
        actions.note_correction,
        _("Explain the correction"),
        _("The note stands on the public page now."),
        form=CorrectionForm,
        fits=offers.was_corrected,
        binds_text=False,
    ),
    Verb(
        "secrecy",
        "sign",
        (Permission.SECRECY_REVIEW_ITEM,),
        actions.review_secrecy,
        _("Review for secrecy"),
        _("The secrecy review is on record."),
        is_primary=True,
        form=SecrecyForm,
        fits=offers.reviews_secrecy,
    ),
    Verb(
        "schedule",
        "schedule",
        (Permission.PUBLISH_ITEM,),
        actions.schedule,
        _("Publish at a set time"),
        _("Scheduled. Any edit calls it off."),
        form=MomentForm,
    ),
    Verb(
        "unschedule",
        "schedule",
        (Permission.PUBLISH_ITEM,),
        actions.unschedule,
        _("Call off the scheduled publication"),
        _("Called off; it is not published by itself any more."),
        fits=offers.waits(Deed.PUBLISH),
        binds_text=False,
    ),
    Verb(
        "expire",
        "withdraw",
        (Permission.WITHDRAW_ITEM,),
        actions.set_expiry,
        _("Set the end of publication"),
        _("Set. At that moment it leaves the public site by itself."),
        form=MomentForm,
        fits=offers.is_live,
        binds_text=False,
    ),
    Verb(
        "keep",
        "withdraw",
        (Permission.WITHDRAW_ITEM,),
        actions.drop_expiry,
        _("Call off the end of publication"),
        _("Called off; it stays on the public site."),
        fits=offers.waits(Deed.EXPIRE),
        binds_text=False,
    ),
    Verb(
        "emergency",
        "emergency",
        (Permission.EMERGENCY_PUBLISH,),
        actions.publish_in_emergency,
        _("Publish in an emergency"),
        _("Published. It stays flagged until another person has cleared it."),
        asks_reason=True,
        warning=_(
            "The review is not complete. This is public at once, the office is told, and another person has to "
            "clear it afterwards."
        ),
    ),
    Verb(
        "clear",
        "revise",
        (Permission.REVIEW_ITEM,),
        actions.clear,
        _("Clear the emergency publication"),
        _("Cleared; the flag is gone."),
        asks_reason=True,
        fits=offers.clears,
        binds_text=False,
    ),
)


def offered(item: Item, user: Any) -> list[Verb]:
    """The verbs that `user` may use on `item` as it stands."""
    return [verb for verb in VERBS if verb.may(user, item) and verb.leads_on(item, user)]
