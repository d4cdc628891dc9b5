"""``{% same_for items=site_frame.main_nav %}…{% endsame_for %}``: what stands on every page is written once.

Inside, the block knows nothing but what it is given, so it cannot say anything of a page, a person or a moment; what it
was made of tells it apart, so it is never out of date. Values must be hashable (tuples, not lists).
"""

from typing import Any

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs

MOST = 64  # kept for one place in a template; more of them are no frame


class SameFor(Node):
    def __init__(self, nodelist: NodeList, given: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.given = given
        self._made: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> str:
        values = tuple(expression.resolve(context) for expression in self.given.values())
        found = self._made.get(values)
        if found is None:
            found = self.nodelist.render(context.new(dict(zip(self.given, values, strict=True))))
            if len(self._made) >= MOST:
                self._made.clear()
            self._made[values] = found
        return found


def same_for(parser: Parser, token: Token) -> SameFor:
    """The tag."""
    name, *words = token.split_contents()
    given = token_kwargs(words, parser)
    if words:
        raise TemplateSyntaxError(f"{name} takes values with names only.")
    nodelist = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return SameFor(nodelist, given)
