"""`{% lasting "foot" %}…{% endlasting %}`: a part of a page that is rendered once for each edition of the site.

What stands inside must depend on the site, its language and the values named in the tag alone, not on the address.
"""

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token

from portal.editions.memory import once_an_edition

register = template.Library()


class Lasting(Node):
    """The part, and what tells it from others of its name."""

    def __init__(self, nodelist: NodeList, told: list[FilterExpression]) -> None:
        self.nodelist, self.told = nodelist, told

    def render(self, context: template.Context) -> str:
        key = tuple(value.resolve(context) for value in self.told)
        # an attribute of the context itself: an include with `only` sees no variable of that name
        return once_an_edition(getattr(context, "request", None), key, lambda: self.nodelist.render(context))


@register.tag
def lasting(parser: Parser, token: Token) -> Lasting:
    """Render the block once for each edition, language and set of values."""
    told = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endlasting",))
    parser.delete_first_token()
    return Lasting(nodelist, told)
