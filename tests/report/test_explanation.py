from __future__ import annotations

import json
from typing import TYPE_CHECKING

from importspy_static.report.explanation import listing, listing_json, page, page_json
from importspy_static.report.look import Look
from tests.report.samples import SAMPLES, Computed, TextFile, TypeDiffers

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


def test_explain_list(snapshot: SnapshotAssertion) -> None:
    assert listing(SAMPLES) == snapshot(extension_class=TextFile)


def test_explain_page(snapshot: SnapshotAssertion) -> None:
    assert page(TypeDiffers) == snapshot(extension_class=TextFile)


def test_a_page_is_set_for_a_terminal_only_where_colours_are_wanted() -> None:
    assert "\x1b[" in page(TypeDiffers, Look(color=True, columns=60))
    assert "\x1b" not in page(TypeDiffers, Look(columns=60))


def test_explain_json(snapshot: SnapshotAssertion) -> None:
    assert page_json(TypeDiffers) == snapshot(extension_class=TextFile)


def test_the_json_list_holds_the_json_of_each() -> None:
    assert json.loads(listing_json(SAMPLES)) == [json.loads(page_json(each)) for each in SAMPLES]


def test_json_tells_undecided_from_broken() -> None:
    assert json.loads(page_json(Computed))["undecided"] is True
    assert json.loads(page_json(TypeDiffers))["undecided"] is False
