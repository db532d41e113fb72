"""Forms: the filters citizens use, and what a clerk fills in."""

from disclosure.forms.filters import AgencySearchForm, ItemFilterForm, SearchForm
from disclosure.forms.writing import ItemForm, ReasonForm

__all__ = ["AgencySearchForm", "ItemFilterForm", "ItemForm", "ReasonForm", "SearchForm"]
