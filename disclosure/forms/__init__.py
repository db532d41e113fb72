"""Forms: the filters citizens use, and what a clerk fills in."""

from disclosure.forms.filters import AgencySearchForm, GuideFilterForm, ItemFilterForm, SearchForm
from disclosure.forms.taking_back import CorrectionForm, NoteForm, WithdrawalForm
from disclosure.forms.writing import ItemForm, ReasonForm

__all__ = [
    "AgencySearchForm",
    "CorrectionForm",
    "GuideFilterForm",
    "ItemFilterForm",
    "ItemForm",
    "NoteForm",
    "ReasonForm",
    "SearchForm",
    "WithdrawalForm",
]
