"""What editors make of the shipped schema: completion, hover and diagnostics of `yaml-language-server`, over stdio.

The server is `yaml-language-server` on PATH, or what the variable YAML_LANGUAGE_SERVER names; `.ci/run` installs it.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from importspy_static.contract.schema import IN_PROJECT, schema_line, schema_text

PATIENCE = 60
"""Seconds that the server may take for anything."""
SETTINGS = {
    "yaml": {
        "schemaStore": {"enable": False},  # no network
        "validate": True,
        "hover": True,
        "completion": True,
        "disableDefaultProperties": True,
    }
}


class Server:
    """A client of one language server."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._last = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, method: str, parameters: dict[str, Any]) -> Any:
        """The result of a request."""
        self._last += 1
        self._write({"id": self._last, "method": method, "params": parameters})
        return self._wait(lambda said: said.get("id") == self._last and "method" not in said)["result"]

    def tell(self, method: str, parameters: dict[str, Any]) -> None:
        self._write({"method": method, "params": parameters})

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """What the server says next of a file."""
        said = self._wait(
            lambda said: said.get("method") == "textDocument/publishDiagnostics" and said["params"]["uri"] == uri
        )
        found: list[dict[str, Any]] = said["params"]["diagnostics"]
        return found

    def _wait(self, is_it: Any) -> dict[str, Any]:
        while True:
            said = self._said.get(timeout=PATIENCE)
            assert said is not None, "the server has ended"
            if "id" in said and "method" in said:  # it asks us
                wanted = said["method"] == "workspace/configuration"
                items = said["params"]["items"] if wanted else ()
                result = [SETTINGS.get(each.get("section")) for each in items] if wanted else None
                self._write({"id": said["id"], "result": result})
            elif is_it(said):
                return said

    def _write(self, message: dict[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        with contextlib.suppress(ValueError, OSError):  # closed by us
            while header := stream.readline():
                length = int(header.split(b":")[1])
                while stream.readline().strip():
                    pass
                self._said.put(json.loads(stream.read(length)))
        self._said.put(None)


def command() -> list[str]:
    named = os.environ.get("YAML_LANGUAGE_SERVER")
    found = named or shutil.which("yaml-language-server")
    if shutil.which("node") is None:
        pytest.skip("node is not here")
    if found is None:
        pytest.skip("yaml-language-server is not here")
    return [found, "--stdio"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(command())
    try:
        folder = tmp_path_factory.mktemp("workspace").as_uri()
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True},
        }
        running.ask("initialize", {"processId": os.getpid(), "rootUri": folder, "capabilities": capabilities})
        running.tell("initialized", {})
        running.tell("workspace/didChangeConfiguration", {"settings": SETTINGS})
        yield running
    finally:
        running.close()


def opened(server: Server, path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
    server.tell("textDocument/didOpen", {"textDocument": document})
    return path.as_uri()


def at(uri: str, line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def labels(completion: Any) -> set[str]:
    items = completion["items"] if isinstance(completion, dict) else completion or []
    return {each["label"] for each in items}


GOOD = "filename: extension.py\nclasses:\n  - name: Extension\n    methods:\n      - name: run\n"


def test_keys_are_completed_where_they_belong(server: Server, tmp_path: Path) -> None:
    line = schema_line(str(tmp_path))
    uri = opened(server, tmp_path / "spymodel.yml", f"{line}\n{GOOD}        \n")
    found = labels(server.ask("textDocument/completion", at(uri, 6, 8)))
    assert {"arguments", "return_annotation", "async", "kind", "when"} <= found
    assert "deployments" not in found
    assert "name" not in found, "it is there"


def test_words_are_completed(server: Server, tmp_path: Path) -> None:
    line = schema_line(str(tmp_path))
    uri = opened(server, tmp_path / "words.yml", f"{line}\n{GOOD}        kind: \ndeployments:\n  - arch: \n")
    kinds = labels(server.ask("textDocument/completion", at(uri, 6, 14)))
    assert {"instance", "static", "class", "property"} <= kinds
    assert {"x86_64", "arm64"} <= labels(server.ask("textDocument/completion", at(uri, 8, 10)))


def test_a_key_is_explained(server: Server, tmp_path: Path) -> None:
    uri = opened(server, tmp_path / "hover.yml", f"{schema_line(str(tmp_path))}\n{GOOD}")
    hover = server.ask("textDocument/hover", at(uri, 2, 3))
    assert "Classes that the module must have" in json.dumps(hover["contents"])
    deeper = server.ask("textDocument/hover", at(uri, 5, 10))
    assert "Its name" in json.dumps(deeper["contents"])


def test_a_misspelt_key_is_marked(server: Server, tmp_path: Path) -> None:
    wrong = GOOD + "        return_anotation: str\n"
    uri = opened(server, tmp_path / "wrong.yml", f"{schema_line(str(tmp_path))}\n{wrong}")
    (found,) = server.diagnostics(uri)
    assert "return_anotation" in found["message"]
    assert found["range"]["start"] == {"line": 6, "character": 8}


@pytest.mark.parametrize("wrong", ["extra: maybe", "runtime: {os: [linxu]}", "functions: {name: f}", "version: [1]"])
def test_a_wrong_word_is_marked(server: Server, tmp_path: Path, wrong: str) -> None:
    uri = opened(server, tmp_path / "wrong.yml", f"{schema_line(str(tmp_path))}\nfilename: a.py\n{wrong}\n")
    found = server.diagnostics(uri)
    assert found
    assert {each["range"]["start"]["line"] for each in found} == {2}


def test_what_is_right_is_not_marked(server: Server, tmp_path: Path) -> None:
    demo = Path(__file__).resolve().parent.parent.parent / "fixtures" / "demo" / "spymodel.yml"
    uri = opened(server, tmp_path / "right.yml", f"{schema_line(str(tmp_path))}\n{demo.read_text(encoding='utf-8')}")
    assert server.diagnostics(uri) == []


def test_the_copy_of_a_project_is_found_by_its_relative_path(server: Server, tmp_path: Path) -> None:
    (tmp_path / IN_PROJECT).write_text(schema_text(), encoding="utf-8")
    below = tmp_path / "with space"
    below.mkdir()
    line = schema_line(str(below))
    assert line.endswith(f"=../{IN_PROJECT}")
    uri = opened(server, below / "wrong.yml", f"{line}\nfilname: a.py\n")
    assert "filname" in server.diagnostics(uri)[0]["message"]
