"""Articles of the Regulations as pages cite them."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from requests_app.letter_words import article_in_words

register = template.Library()


@register.filter
def regulations(article: str) -> str:
    """`36(1)` in the language of the page; in Chinese as letters cite it: 《政府信息公开条例》第三十六条第（一）项."""
    in_english = (get_language() or "").startswith("en")  # every other language falls back to Chinese
    return _("Regulations, article %(article)s") % {"article": article if in_english else article_in_words(article)}
