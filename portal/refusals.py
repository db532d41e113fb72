"""What an action answers when it will not act: a sentence that a user can read."""

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.utils.functional import Promise


class Refused(Exception):
    """An action refused. `str()` is one translated sentence; `field` names the form field it belongs beside."""

    def __init__(self, sentence: str | Promise, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field

    def __str__(self) -> str:
        return str(self.args[0])

    def say_in(self, form: BaseForm) -> None:
        """Stand in `form`: beside the field the sentence belongs to, above all fields if the form has no such one."""
        form.add_error(self.field if self.field in form.fields else None, str(self))


class NotAllowed(Refused, PermissionDenied):
    """The person has no right to this verb here; views let it through and Django answers 403."""
