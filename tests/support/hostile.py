"""Handoffs that try to be more than text on the page that explains them."""

from __future__ import annotations

_MARKUP = {
    "script": "<script>document.title = 'taken'</script>",
    "script in capitals": "<SCRIPT SRC=//example.com/x.js></SCRIPT >",
    "script in pieces": "<scr<script>ipt>document.title = 'taken'</scr</script>ipt>",
    "handler": "<img src=x onerror=\"document.title='taken'\">",
    "handler on a vector image": "<svg/onload=document.title='taken'><script href=data:,x />",
    "handler behind a slash": "<body/onload=document.title='taken'><details open ontoggle=document.title='taken'>",
    "way out of an attribute": '" autofocus onfocus="document.title=\'taken\'" x="',
    "way out of another attribute": "' onmouseover='document.title=1' `onclick=`x",
    "end of the style sheet": "</style><style>*{display:none}</style>",
    "end of the title": "</title></head><body><h1>taken</h1>",
    "end of everything": "</span></div></section></main></body></html><p>taken",
    "raw text": "<textarea><plaintext><xmp><noscript><noembed><listing>",
    "comment left open": "<!-- all the rest",
    "comment left open by less": "<!---><!--->x<!--!><!-",
    "end of a comment": "--> <!-- --!> -->",
    "other declarations": "<!DOCTYPE html><![CDATA[<b>x</b>]]><?php x ?>",
    "frame": "<iframe srcdoc='<script>1</script>'></iframe><object data=x></object><embed src=x>",
    "form": "<form action=//example.com><input name=x autofocus><button formaction=javascript:1>x</button></form>",
    "base and refresh": "<base href=//example.com><meta http-equiv=refresh content='0;url=//example.com'>",
    "policy": "<meta http-equiv=Content-Security-Policy content=\"default-src * 'unsafe-inline'\">",
    "style": "<link rel=stylesheet href=//example.com/x.css><p style='position:fixed;inset:0'>x",
    "foreign elements": "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=1>'>",
    "template": "<template shadowrootmode=open><slot></slot></template><x-y></x-y>",
    "entities": "&lt;script&gt;1&lt;/script&gt; &#60;img src=x onerror=1&#62; &quot; onclick=&quot;1",
    "double entities": "&amp;lt;script&amp;gt; &#38;#60;b&#38;#62;",
    "names that the page has": "<a name=issues id=L1 href=#L2>x</a>",
}
_LINKS = {
    "script in a link": "[x](javascript:document.title='taken') [y](JaVaScRiPt:1) [z](java&Tab;script:1)",
    "script in an automatic link": "<javascript:document.title='taken'> <vbscript:x>",
    "script in a definition": "[x]\n\n[x]: javascript:document.title='taken'\n",
    "other schemes": "[x](data:text/html,<script>1</script>) [y](file:///etc/passwd) [z](blob:x) [w](//example.com)",
    "way out of an address": '[x](https://example.com/"onclick="1) <https://example.com/"><script>1</script>>',
    "title of a link": "[x](https://example.com '\" onclick=\"1')",
    "image": "![x](https://example.com/x.png) ![y](javascript:1) ![z](data:image/svg+xml,<svg/onload=1>)",
}
_TEXT = {
    "places of the template": "$style $digest ${path} $$ $lines {title} %s",
    "parts of the template": "<!-- part page -->\n<!-- part line -->\n$number",
    "end of a line": "a\u2028b\u2029c\x0bd\x0ce\x85f\rg",
    "controls": "a\x00b\x01c\x08d\x1b[31me\x7ff\x9bg",
    "direction": "\u202e<tpircs>\u202c \u2066x\u2069 \u200fy\u200e \u061c",
    "unseen": "\u200b<\u200bscript\u200b> \ufeff\u00ad\u2060 a\U000e0041b",
    "full width": "\uff1cscript\uff1e \u02c2script\u02c3",
    "many marks": "a" + "\u0300" * 500 + "<b>",
    "huge line": "<b onclick=1>" * 8_000,
    "huge word": "x" * 100_000,
    "brackets": "[" * 3_000 + "](javascript:1)" * 300,
    "nested": "> - " * 90 + "<script>1</script>",
    "stars": "**a* " * 1_000,
    "code left open": "``` <script>1</script>",
    "table": "| <b> | `|` \\| <i> |",
}
PAYLOADS = _MARKUP | _LINKS | _TEXT
"""By what they try."""


def hostile_handoff(payload: str) -> str:
    """A handoff that has the payload wherever a handoff can have text."""
    line = payload.replace("\n", " ")
    return f"""\
---
title: {line}
---
# {line}

{payload}

## Next steps {line}

### High {line}

- Fix the export {payload}
  - {line}
  - `{line}`
- **{line}** has to be fixed: [{line}](https://example.com/{line})
- Rewrite the importer

| Task | Priority {line} |
| --- | --- |
| Fix {line} | high |

## Blockers

- Waiting for {line} <!-- handoff: priority=high -->
- The moon {line} <!-- handoff: ignore -->

## Done

- [x] Wrote the importer {line}

## Notes

```{line}
{payload}
```

    {payload}

> {payload}

{payload}"""
