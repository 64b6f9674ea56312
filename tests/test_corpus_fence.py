"""``corpus read``: who reads has no network and starts no program but its own; the second look loses no claim."""

from __future__ import annotations

import socket
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest
from benchmarks import corpus as generated

from counterclaim.claims import extract
from counterclaim.corpus.reading import Options, read_page
from counterclaim.corpus.sifting import may_come_to_claims
from counterclaim.documents import Content, read_document
from counterclaim.tongue import language_of

FENCED = """
import socket, subprocess, sys
from counterclaim.documents.fence import leave_network
alone = leave_network([sys.argv[2]])
port = int(sys.argv[1])

def said(attempt):
    try:
        attempt()
    except OSError as error:
        return type(error).__name__
    return "went through"

def in_c():
    import ctypes
    lib = ctypes.CDLL(None, use_errno=True)
    one = lib.socket(2, 1, 0)
    address = (2).to_bytes(2, sys.byteorder) + port.to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
    if lib.connect(one, address, 16):
        raise OSError("refused")

print(said(lambda: socket.create_connection(("127.0.0.1", port), 5)))
print(said(lambda: socket.getaddrinfo("localhost", port)))
print(said(lambda: subprocess.run(["/bin/sh", "-c", "true"])))
print(said(lambda: subprocess.run([sys.executable, "-c", "pass"])))
print(said(lambda: subprocess.run([sys.executable, "-P", sys.argv[2]])))
print(said(in_c) if alone else "not alone")
"""


def test_who_reads_pages_reaches_no_server_and_starts_only_its_own_programs(tmp_path: Path) -> None:
    own = tmp_path / "own_child.py"
    own.write_text("import sys; sys.exit(0)")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = subprocess.run([sys.executable, "-c", FENCED, str(port), str(own)], capture_output=True, text=True)
        server.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody has come
            server.accept()
    assert done.stderr == ""
    refused = ["PermissionError"] * 4
    assert done.stdout.split("\n")[:5] == [*refused, "went through"]
    assert done.stdout.split("\n")[5] in ("OSError", "not alone")


def test_the_reader_of_a_corpus_is_fenced_before_its_first_page() -> None:
    """The process itself, with a job that makes it say what it may not do."""
    watching = (
        "import sys; sys.argv = ['child', str(4 << 30)]\n"
        "from counterclaim.corpus import child\n"
        "def read(job, answers):\n"
        "    import socket\n"
        "    try:\n"
        "        socket.socket()\n"
        "    except PermissionError as error:\n"
        "        return {'problem': str(error), 'full': False}\n"
        "    return {}\n"
        "child._read = read\n"
        "child.main()\n"
    )
    command = [sys.executable, "-c", watching]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("{}\n")
        process.stdin.flush()
        assert "may not use the network" in process.stdout.readline()


SAMPLES = [
    file
    for file in (resources.files("counterclaim") / "samples").iterdir()
    if not file.name.endswith((".toml", ".json", ".vtt", ".srt"))
]


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: str(file.name))
def test_whatever_holds_a_claim_passes_the_second_look(file: object) -> None:
    path = Path(str(file))
    document = read_document(path.read_bytes(), path=path.name)
    language = language_of(document)
    claims, _ = extract(document, language=language)
    assert may_come_to_claims(document.text, language) >= bool(claims)


@pytest.mark.parametrize(
    "text",
    [
        "She killed the ball with her chest and scored in minute 12. A crowd of 3,000 cheered.",
        "The party lost the vote by 12 seats. Turnout was 61%.",
        "Prices destroyed the case for a second line, 40 members of the council said.",
    ],
)
def test_words_of_war_in_other_use_end_at_the_second_look(text: str) -> None:
    assert not may_come_to_claims(text)
    page = f"<!doctype html><html lang=en><title>News</title><body><p>{text}</p></body></html>"
    document, fate, claims, refusals = read_page(Content("a.html", page.encode()), Options())
    assert (fate, claims, refusals) == ("passed", [], [])
    assert text.split(".")[0] in document.text


@pytest.mark.parametrize(
    "text",
    [
        "Twelve soldiers were killed near the river.",
        "Losses of the enemy over the day:\n\ntanks – 9\n\nguns – 14",
        "How many were wounded? – Forty, the doctor said.",
        "The brigade fought on. Five of them died.",
    ],
)
def test_a_number_that_a_rule_reaches_passes_the_second_look(text: str) -> None:
    assert may_come_to_claims(text)


def test_pages_hold_the_same_claims_with_the_second_look_as_without_it() -> None:
    kinds = set()
    for at, text in enumerate([*generated.mixed(30, seed=7), *generated.dense(3, seed=7)]):
        page = generated.page(text, at).encode()
        plain = read_document(page, path="a.html")
        expected, _ = extract(plain)
        document, fate, claims, _ = read_page(Content("a.html", page), Options())
        kinds.add((fate, bool(claims)))
        assert [claim.id for claim in claims] == [claim.id for claim in expected]
        if claims:
            assert document.text == plain.text
    assert {("passed", False), ("read", True)} <= kinds


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("<p>По словам комбата, бригада потеряла 40 солдат убитыми.</p>", "ru"),
        ("<p>За словами комбата, бригада втратила 40 солдатів убитими.</p>", "uk"),
    ],
)
def test_a_page_is_looked_at_in_the_language_of_its_letters(page: str, language: str) -> None:
    menu = "".join(f"<li><a href=/{n}>Раздел {n}</a></li>" for n in range(12))
    whole = f"<!doctype html><html><body><nav><ul>{menu}</ul></nav><article>{page * 3}</article></body></html>"
    document, fate, claims, _ = read_page(Content("a.html", whole.encode()), Options())
    assert language_of(document) == language
    assert fate == "read"
    assert claims
    assert "Раздел 11" not in document.text
