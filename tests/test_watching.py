"""A watch: what is new is handed on once, servers are asked with manners, and a restart goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from counterclaim.cli import app
from counterclaim.documents import Content
from counterclaim.documents.addresses import AddressPolicy
from counterclaim.model import CounterclaimError
from counterclaim.watching.look import Pass, watch
from counterclaim.watching.plan import Plan, Source, read_plan
from example_inputs import mail, mbox, page, rss, rss_item


@dataclass
class Host:
    """A real server on the loopback: what it answers by path, and what it was asked."""

    port: int = 0
    pages: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def policy(self) -> AddressPolicy:
        return AddressPolicy(allows=lambda address: str(address) == "127.0.0.1", ports=frozenset({self.port}))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def says(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        self.pages[path] = status, body, {name.replace("_", "-"): value for name, value in headers.items()}

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def host() -> Iterator[Host]:
    own = Host()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            own.asked.append((self.path, dict(self.headers)))
            status, body, headers = own.pages.get(self.path, (404, b"", {}))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    own.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield own
    server.shutdown()
    thread.join()
    server.server_close()


class Clock:
    """A clock that goes on only when somebody waits."""

    def __init__(self) -> None:
        self.at = 1_000_000.0
        self.waited: list[float] = []

    def now(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += seconds


@dataclass
class Watched:
    """A watch for the tests, with what it handed on and said."""

    host: Host
    plan: Plan
    clock: Clock = field(default_factory=Clock)
    taken: list[Content] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def look(self) -> Pass:
        return watch(
            self.plan, self.take, once=True, tell=self.said.append, policy=self.host.policy,
            now=self.clock.now, wait=self.clock.wait,
        )  # fmt: skip

    def take(self, part: Sequence[Content]) -> None:
        self.taken += part

    def places(self) -> list[str]:
        found = [content.path.replace(self.host.url, "") for content in self.taken]
        self.taken.clear()
        return found


def watching(host: Host, tmp_path: Path, *sources: Source, delay: float = 5.0) -> Watched:
    return Watched(host, Plan(sources, tmp_path / "watch.state", delay))


def test_what_is_new_in_a_feed_is_handed_on_once(host: Host, tmp_path: Path) -> None:
    seen = watching(host, tmp_path, Source("feed", f"{host.url}/feed"))
    host.says("/feed", rss([rss_item(1), rss_item(2)]), ETag='"a"', Last_Modified="Wed, 13 Dec 2023 08:00:00 GMT")
    assert seen.look().new == 2
    assert seen.places() == ["/feed#id-1", "/feed#id-2"]
    assert seen.look().new == 0  # another process could do this: the memory is in a file
    assert host.asked[-1][1]["If-None-Match"] == '"a"'
    assert host.asked[-1][1]["If-Modified-Since"] == "Wed, 13 Dec 2023 08:00:00 GMT"
    host.says("/feed", rss([rss_item(3), rss_item(2)]), ETag='"b"')
    assert seen.look().new == 1
    assert seen.places() == ["/feed#id-3"]


def test_a_host_is_left_a_pause_between_two_requests(host: Host, tmp_path: Path) -> None:
    seen = watching(host, tmp_path, *(Source("feed", f"{host.url}/{n}") for n in (1, 2)), delay=7.0)
    for n in (1, 2):
        host.says(f"/{n}", rss([rss_item(n)]))
    seen.look()
    assert host.paths() == ["/robots.txt", "/1", "/2"]
    assert seen.clock.waited == [7.0, 7.0]
    host.says("/robots.txt", b"User-agent: *\nCrawl-delay: 30\n")
    again = watching(host, tmp_path, *seen.plan.sources, delay=7.0)
    again.look()
    assert again.clock.waited == [30.0, 30.0]


def test_what_robots_txt_forbids_is_not_read(host: Host, tmp_path: Path) -> None:
    seen = watching(host, tmp_path, Source("feed", f"{host.url}/private/feed"), Source("feed", f"{host.url}/feed"))
    host.says("/robots.txt", b"User-agent: counterclaim\nDisallow: /*/feed\n\nUser-agent: *\nDisallow: /\n")
    for path in ("/feed", "/private/feed"):
        host.says(path, rss([rss_item(1)]))
    done = seen.look()
    assert seen.places() == ["/feed#id-1"]
    assert "robots.txt" in done.failed[0]
    assert "/private/feed" not in host.paths()
    host.says("/robots.txt", b"", status=503)
    later = watching(host, tmp_path, *seen.plan.sources)
    assert len(later.look().failed) == 2


def test_a_server_that_asks_for_time_is_given_it(host: Host, tmp_path: Path) -> None:
    source = Source("feed", f"{host.url}/feed", every=600.0)
    seen = watching(host, tmp_path, source)
    host.says("/feed", b"", status=429, Retry_After="7200")

    class Enough(Exception):
        pass

    def wait(seconds: float) -> None:
        seen.clock.wait(seconds)
        if seconds > 60:
            raise Enough

    with pytest.raises(Enough):
        watch(seen.plan, seen.take, tell=seen.said.append, policy=host.policy, now=seen.clock.now, wait=wait)
    assert seen.clock.waited[-1] == 7200.0
    assert "answered 429" in seen.said[0]
    assert "2 hours" in seen.said[0]


def test_a_watch_goes_on_looking_when_something_is_due(host: Host, tmp_path: Path) -> None:
    host.says("/feed", rss([rss_item(1)]))
    seen = watching(host, tmp_path, Source("feed", f"{host.url}/feed", every=600.0), delay=0.0)

    def wait(seconds: float) -> None:
        seen.clock.wait(seconds)
        host.says("/feed", rss([rss_item(len(seen.clock.waited) + 1)]))
        if len(seen.clock.waited) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(seen.plan, seen.take, policy=host.policy, now=seen.clock.now, wait=wait)
    assert seen.places() == ["/feed#id-1", "/feed#id-2", "/feed#id-3", "/feed#id-4"]
    assert seen.clock.waited == [600.0] * 4
    assert seen.look().new == 1


def test_the_pages_behind_a_feed_are_read_where_that_is_wanted(host: Host, tmp_path: Path) -> None:
    item = "<item><title>{0}</title><link>{1}/story/{0}</link><description>Forty tanks.</description></item>"
    host.says("/feed", rss([item.format(n, host.url) for n in (1, 2)]))
    host.says("/story/1", page(1), Content_Type="text/html; charset=utf-8")
    seen = watching(host, tmp_path, Source("feed", f"{host.url}/feed", pages=True))
    done = seen.look()
    assert [c.path.replace(host.url, "") for c in seen.taken] == ["/story/1", "/feed#/story/2"]
    assert seen.taken[0].content == page(1)
    assert "404" in done.failed[0]
    assert seen.look().new == 0


def test_new_and_changed_files_of_a_folder_are_handed_on(host: Host, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    letter = mail(1)
    (folder / "box").write_bytes(mbox([letter]))
    (folder / "a.txt").write_text("Forty tanks were lost.")
    seen = watching(host, tmp_path, Source("folder", str(folder)))
    assert seen.look().new == 2
    assert seen.look().new == 0
    seen.taken.clear()
    (folder / "box").write_bytes(mbox([letter, mail(2)]))
    (folder / "empty.csv").write_text("text,day\n")
    done = seen.look()
    assert [Path(c.path).name for c in seen.taken] == ["box#2"]
    assert "no rows" in done.failed[0]
    assert seen.look().failed == []


def test_what_was_not_taken_is_handed_on_again(host: Host, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.txt").write_text("Forty tanks were lost.")
    seen = watching(host, tmp_path, Source("folder", str(folder)))

    def fails(part: Sequence[Content]) -> None:
        raise OSError("no room left")

    with pytest.raises(OSError, match="no room"):
        watch(seen.plan, fails, once=True)
    assert seen.look().new == 1


def test_two_watches_do_not_share_a_memory(host: Host, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.txt").write_text("Forty tanks were lost.")
    seen = watching(host, tmp_path, Source("folder", str(folder)))

    def nested(part: Sequence[Content]) -> None:
        with pytest.raises(CounterclaimError, match="another watch"):
            watch(seen.plan, seen.take, once=True)

    watch(seen.plan, nested, once=True)
    seen.plan.state.write_bytes(b"not a memory at all, " * 100)
    with pytest.raises(CounterclaimError, match="remembers by"):
        seen.look()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing to watch"),
        ("[[feed]]\nurl = 'ftp://a.example/'", "not an http"),
        ("[[feed]]\n", "needs a url"),
        ("[[feed]]\nurl = 'https://a.example/'\nevery = '5s'", "too often"),
        ("[[feed]]\nurl = 'https://a.example/'\nevery = 'soon'", "no time"),
        ("[[feed]]\nurl = 'https://a.example/'\nspeed = 1", "no “speed”"),
        ("[feed]\nurl = 'https://a.example/'", "two brackets"),
        ("[[folder]]\npath = 'a'\n[[folder]]\npath = 'a'", "twice"),
        ("[[folder]]\npath = 'a'\ncolumns = { texts = 'b' }", "no “texts”"),
        ("every = ", "cannot be read"),
    ],
)
def test_a_plan_that_cannot_be_followed_says_why(tmp_path: Path, text: str, reason: str) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(text)
    with pytest.raises(CounterclaimError, match=reason):
        read_plan(plan)


def test_the_command_line_lists_the_claims_of_what_is_new(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.csv").write_text("body\nThirty soldiers were killed.\n")
    plan = tmp_path / "plan.toml"
    plan.write_text("every = '1h'\n[[folder]]\npath = 'inbox'\ncolumns = { text = 'body' }\n")
    run = CliRunner().invoke(app, ["watch", "--once", str(plan)])
    assert run.exit_code == 0, run.stderr
    assert [json.loads(line)["quantity"]["text"] for line in run.stdout.splitlines()] == ["Thirty"]
    assert "1 new" in run.stderr
    assert CliRunner().invoke(app, ["watch", "--once", str(plan)]).stdout == ""
    assert (tmp_path / "plan.state").is_file()


def test_the_command_line_keeps_what_is_new_in_a_ledger(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text("Thirty soldiers were killed.")
    plan, ledger = tmp_path / "plan.toml", tmp_path / "war.db"
    plan.write_text("[[folder]]\npath = 'inbox'\n")
    run = CliRunner().invoke(app, ["watch", "--once", str(plan), "--ledger", str(ledger)])
    assert run.exit_code == 0, run.stderr
    kept = CliRunner().invoke(app, ["claims", "--ledger", str(ledger), "--format", "jsonl"])
    assert [json.loads(line)["quantity"]["text"] for line in kept.stdout.splitlines()] == ["Thirty"]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="signals as on POSIX systems")
def test_ctrl_c_ends_a_watch_quietly(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text("Thirty soldiers were killed.")
    plan = tmp_path / "plan.toml"
    plan.write_text("[[folder]]\npath = 'inbox'\n")
    run = subprocess.Popen(
        [sys.executable, "-m", "counterclaim.cli", "watch", str(plan)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert run.stdout is not None
    assert "Thirty" in run.stdout.readline()
    run.send_signal(signal.SIGINT)
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Traceback" not in errors
