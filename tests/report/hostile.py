"""Names and paths that mean something to whoever reads a format: each is legal where it comes from."""

from __future__ import annotations

from dataclasses import replace

from importspy_static.model.report import Report
from importspy_static.model.violation import Link
from tests.report.samples import TYPE, asked, at, module, report

TEXTS = {
    "workflow commands": "x\n::error::owned\r\n##[set-output name=a]b%0A%25",
    "html": "<script>alert(1)</script><img src=x onerror=y>&amp;</td>",
    "markdown": "a|b`c`**d**_e_[f](javascript:1)![g](h)\\|~~i~~$j$",
    "mentions": "@octocat #1 :tada: https://evil.example www.evil.example",
    "xml": "a]]>b<!--c-->\"d\"'e'<?f?>&g;",
    "controls": "a\x00b\x07c\x1b[31md\x7fe\x85f\u2028g\u202eh\ufeffi",
    "surrogates": "a\udcffb\ud800c",
    "noncharacters": "a\ufffeb\uffffc\U0001fffed",
    "wide": "名前 é 👩\u200d💻",
    "sarif links": "see [here](1) and [there](https://evil.example)",
    "braces": "{0} {{x}} %s ${{ secrets.X }}",
    "empty lines": "\n\n\n",
    "long": "x" * 5_000,
}

PATHS = {
    "blanks": "my plugins/a b.py",
    "percent": "100%/%41.py",
    "hash and question": "a#b?c.py",
    "commas and colons": "a,b:c=d.py",
    "wide": "модули/名前.py",
    "backslash": "a\\b.py",
    "not utf-8": "caf\udce9.py",
    "newline": "a\n::error::b.py",
    "quotes": "a'b\"c<d>&e.py",
    "markdown": "[a](b)|`c`.py",
    "in an archive": "dist/acme-1.0-py3-none-any.whl/acme/plugin.py",
    "outside": "../other/plugin.py",
    "absolute": "/opt/other/plugin.py",
    "dot": "./src/./plugin.py",
    "looks like a scheme": "file:plugin.py",
}


def hostile_report(text: str, path: str) -> Report:
    """A report in which all text of others is `text`, and all files are `path`."""
    place = at(3, 1, 4, path=path)
    odd = replace(
        TYPE,
        symbol=text,
        expected=text,
        actual=text,
        target=text,
        call=text,
        place=place,
        contract_place=asked(1, 1, text, path),
        chain=(Link(text, place), Link(path, place)),
    )
    known = replace(odd, symbol=text + "2")
    alone = replace(odd, place=None)
    return report(replace(module(odd, alone, path=path), contract=path, lines={path: {3: text}}, baselined=(known,)))


EVERY = {
    **{f"text: {name}": hostile_report(text, "extension.py") for name, text in TEXTS.items()},
    **{f"path: {name}": hostile_report("Extension", path) for name, path in PATHS.items()},
}
