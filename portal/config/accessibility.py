"""What the accessibility statement (无障碍声明) says: kept here as facts, so that tests can hold the site to them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REVIEWED_ON = dt.date(2026, 11, 26)
"""The day on which somebody last went through the statement."""


class Foreign(NamedTuple):
    """A page that a program from elsewhere draws: what it is, and the URL name of the file that says the same."""

    title: Promise
    instead: str


NEEDS_SCRIPT: dict[str, Foreign] = {
    "api:docs": Foreign(_("Interactive description of the API (Swagger UI)"), "api:schema"),
}
"""By URL name, the pages that say nothing without JavaScript and that are not swept (ADR 29). All others do and are."""


class Measure(NamedTuple):
    """Something that is met, and on which provision it answers."""

    title: Promise
    text: Promise


MEASURES = (
    Measure(
        _("By keyboard alone"),
        _("Everything can be reached and used with the keyboard. The place where one is can be seen, and the "
          "first link of each page leads to its content."),
    ),
    Measure(
        _("With a screen reader"),
        _("Pages have headings, landmarks and the language they are written in; fields have names, and a fault is "
          "said beside its field and at the top of the form."),
    ),
    Measure(
        _("Large type and narrow screens"),
        _("Type grows with the browser or with the button “Large type”; pages need no sideways scrolling at four "
          "times the size or on a telephone."),
    ),
    Measure(
        _("Contrast and colour"),
        _("Text keeps a contrast of at least 4.5 to 1, on dark screens too; nothing is told by colour alone, and "
          "stronger contrast is shown where the device asks for it."),
    ),
    Measure(
        _("Nothing in the way"),
        _("No advertisements, no windows that open by themselves, no moving pictures, no picture codes to copy, "
          "no time limit for reading or writing."),
    ),
    Measure(
        _("Without JavaScript"),
        _("Pages work without JavaScript, with old browsers and on slow lines; scripts add comfort only."),
    ),
)  # fmt: skip

STANDARDS = (
    _("Regulations on the Disclosure of Government Information, article 43: whoever has difficulty in reading, "
      "seeing or hearing is helped."),
    _("Law on the Building of a Barrier-Free Environment, articles 29 and 32: urgent information reaches "
      "everybody, and sites paid from public funds meet the standards step by step."),
    _("General design rules for the adaptation of internet sites to the elderly (互联网网站适老化通用设计规范)."),
    _("Web Content Accessibility Guidelines 2.2, level AA; the national standard GB/T 37668-2019 belongs to the "
      "same family."),
)  # fmt: skip
