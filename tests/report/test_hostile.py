"""No text of others changes the form of a report, whatever reads it."""

from __future__ import annotations

import json
import re
import unicodedata
from xml.etree import ElementTree

import pytest

from importspy_static.model.report import Report
from importspy_static.report.formats import FORMATS, render
from tests.report.hostile import EVERY
from tests.report.samples import BROKEN

HOSTILE = pytest.mark.parametrize("shown", EVERY.values(), ids=EVERY)
IN_ASCII = ("json", "jsonl", "sarif", "gitlab", "junit")


@HOSTILE
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_hidden_is_written_but_line_ends(name: str, shown: Report) -> None:
    written = render(shown, name)
    assert written.endswith("\n")
    if name in IN_ASCII:
        assert written.isascii()
    hidden = {each for each in written if unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert hidden <= {"\n"}


@HOSTILE
@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_the_same_from_run_to_run(name: str, shown: Report) -> None:
    assert render(shown, name) == render(shown, name)


@HOSTILE
@pytest.mark.parametrize("name", ["json", "sarif", "gitlab"])
def test_json_is_json(name: str, shown: Report) -> None:
    json.loads(render(shown, name))


@HOSTILE
def test_each_line_of_jsonl_is_json(shown: Report) -> None:
    kinds = [json.loads(line)["kind"] for line in render(shown, "jsonl").splitlines()]
    assert kinds == ["report", "module", "violation", "violation", "baselined", "summary"]


@HOSTILE
def test_xml_is_well_formed_and_has_the_elements_that_we_write(shown: Report) -> None:
    root = ElementTree.fromstring(render(shown, "junit"))
    suites = list(root)
    assert [each.tag for each in suites] == ["testsuite"]
    cases = [(case.tag, [each.tag for each in case]) for case in suites[0]]
    assert sorted(cases) == [("testcase", ["failure"]), ("testcase", ["failure"]), ("testcase", ["skipped"])]
    assert root.attrib == {"name": "importspy-static", "tests": "3", "failures": "2", "errors": "0", "skipped": "1"}


COMMAND = re.compile(
    r"::error (?:file=[^,:\r\n]+,line=\d+,col=\d+(?:,endLine=\d+,endColumn=\d+)?,)?title=[^,:\r\n]+::[^\r\n]+"
)


@HOSTILE
def test_every_line_for_github_is_one_command_of_ours(shown: Report) -> None:
    lines = render(shown, "github").split("\n")
    assert lines.pop() == ""
    assert len(lines) == 2, "what is known is no annotation"
    assert [COMMAND.fullmatch(line) for line in lines].count(None) == 0


@HOSTILE
def test_markdown_has_no_markup_but_ours(shown: Report) -> None:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(render(shown, "markdown"))
    flat = [each for token in tokens for each in [token, *(token.children or ())]]
    kinds = {each.type for each in flat}
    assert kinds <= {
        *(
            f"{name}_{end}"
            for name in ("heading", "paragraph", "table", "thead", "tbody", "tr", "th", "td")
            for end in ("open", "close")
        ),
        *("inline", "text", "html_inline", "text_special"),
    }
    elements = {each.content for each in flat if each.type == "html_inline"}
    assert elements <= {f"<{slash}{name}>" for name in ("code", "span", "sub", "br") for slash in ("", "/")}
    assert sum(each.type == "tr_open" for each in flat) == 3, "a row for each that is new, and the one of names"


def test_markdown_shows_text_as_it_is() -> None:
    from markdown_it import MarkdownIt

    from tests.report.hostile import TEXTS, hostile_report

    for name in ("html", "markdown", "mentions", "xml", "sarif links", "braces"):
        written = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(
            render(hostile_report(TEXTS[name], "extension.py"), "markdown")
        )
        shown = re.sub(r"</?(?:span|code)>", "", written)
        wanted = TEXTS[name].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        assert wanted in shown, name


@pytest.mark.parametrize("name", FORMATS)
def test_a_plain_report_is_left_as_it_is(name: str) -> None:
    assert "SPY912" in render(BROKEN, name)
