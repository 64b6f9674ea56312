"""Web addresses: public ones are read, everything else is refused before a single byte is sent."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from counterclaim.documents import count_targets, open_documents
from counterclaim.documents.addresses import AddressPolicy, fetch, is_public
from counterclaim.model import FetchError

PAGE = b"<!doctype html><html lang=en><head><title>Forty tanks were lost</title></head><body><p>Forty tanks were lost \
in one night near the river, the army said on Monday in a statement.</p></body></html>"


@dataclass
class Server:
    """A real server on the loopback that remembers every connection made to it."""

    port: int
    connections: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def policy(self) -> AddressPolicy:
        return AddressPolicy(allows=lambda address: str(address) == "127.0.0.1", ports=frozenset({self.port}))


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            server.paths.append(self.path)
            server.hosts.append(self.headers["Host"])
            path, _, argument = self.path.partition("?")
            if path == "/to":
                return self.answer(302, b"", location=argument)
            if path == "/loop":
                return self.answer(302, b"", location=f"/loop?{int(argument or 0) + 1}")
            if path == "/nowhere":
                return self.answer(302, b"")
            if path == "/gzip":
                return self.answer(200, gzip.compress(PAGE), content_encoding="gzip")
            if path == "/deflate":
                return self.answer(200, zlib.compress(PAGE), content_encoding="deflate")
            if path == "/bomb":
                return self.answer(200, gzip.compress(bytes(50_000_000)), content_encoding="gzip")
            if path == "/broken-gzip":
                return self.answer(200, b"\x1f\x8b\x08broken", content_encoding="gzip")
            if path == "/brotli":
                return self.answer(200, PAGE, content_encoding="br")
            if path == "/picture":
                return self.answer(200, b"\x89PNG", content_type="image/png")
            if path == "/large":
                return self.answer(200, b"x" * 3_000_000)
            if path == "/endless":
                self.send_response(200)
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(b"x" * 65_536)
                except OSError:
                    return None
            if path == "/silent":
                stop.wait(20)
                return None
            if path == "/missing":
                return self.answer(404, b"no")
            if path == "/hang-up":
                return self.connection.shutdown(socket.SHUT_RDWR)
            return self.answer(200, PAGE, content_type="text/html; charset=utf-8")

        def answer(self, status: int, body: bytes, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body)

    class Listener(ThreadingHTTPServer):
        daemon_threads = True
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

        def verify_request(self, request: object, client_address: object) -> bool:
            server.connections.append(str(client_address))
            return True

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    stop = threading.Event()
    listener = Listener((host, 0), Handler)
    server = Server(listener.server_address[1])
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        stop.set()
        listener.shutdown()
        thread.join()
        listener.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


HOSTS = [
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0.0.0.0", "0", "localhost", "LOCALHOST", "localhost.",
    "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0177.0.0.1", "017700000001", "127.0.0.1.", "127.000.000.001",
    "①②⑦.⓪.⓪.①", "127。0。0。1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[::127.0.0.1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]",
    "[fd00:ec2::254]", "[ff02::1]", "[fec0::1]", "[2001:db8::1]", "[100::1]", "[5f00::1]", "[3fff::1]",
    "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.1.254", "169.254.169.254",
    "169.254.0.1", "100.64.0.1", "100.100.100.200", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]",
]  # fmt: skip
FORMS = [
    "file:///etc/passwd", "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/_GET", "dict://127.0.0.1:{port}/",
    "http://user:secret@127.0.0.1:{port}/", "http://example.org@127.0.0.1:{port}/", "http://127.0.0.1:{port}#@example.org/",
    "http://127.0.0.1:{port}\\@example.org/", "http:///127.0.0.1:{port}/", "http://",
    "http://:{port}/", "//127.0.0.1:{port}/",
    "http://[::1", "http://127.0.0.1:99999/", "http://127.0.0.1:-1/", "http://127.0.0.1:22/", "http://127.0.0.1:6379/",
    "http://127.0.0.1:{port}/\r\nHost: example.org", "http://127.0.0.1 :{port}/", "http://\t127.0.0.1:{port}/",
    "javascript:alert(1)", "data:text/html,12", "jar:http://127.0.0.1:{port}/!/", "unix:///tmp/socket", "http://\x00/",
    "http://" + "a" * 300 + "/", "http://xn--/", "http://-/", "http://.../", "http://[v1.x]/",
    "http://%31%32%37.0.0.1:{port}/",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_of_a_private_address_reaches_a_server(server: Server, scheme: str, host: str) -> None:
    open_ports = AddressPolicy(ports=frozenset({server.port}))
    with pytest.raises(FetchError) as refused:
        fetch(f"{scheme}://{host}:{server.port}/", policy=open_ports, max_seconds=5)
    assert server.connections == []
    assert "could not be reached" not in str(refused.value)  # refused, not merely tried in vain


def spellings(address: str) -> list[str]:
    """Ways to write an IPv4 address that some resolver or library takes for it."""
    parts = [int(part) for part in address.split(".")]
    whole = int(ip_address(address))
    a, b, c, d = parts
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")  # full-width forms
    high, low = whole >> 16, whole & 0xFFFF
    return [
        address, f"{address}.", str(whole), hex(whole), hex(whole).upper(), f"0{whole:o}", f"0x{whole:016x}",
        f"{a}.{whole & 0xFFFFFF}", f"{a}.{b}.{c << 8 | d}", ".".join(map(hex, parts)),
        ".".join(f"0{part:o}" for part in parts), ".".join(f"{part:03}" for part in parts), f"0x{a:x}.{b}.0{c:o}.{d}",
        f"0{a:o}.{whole & 0xFFFFFF}", address.translate(wide), address.replace(".", "。"), address.replace(".", "｡"),
        address.replace(".", "%2e"), "".join(f"%{ord(letter):02x}" for letter in address), f"[::ffff:{address}]",
        f"[::ffff:{high:x}:{low:x}]", f"[::{address}]", f"[0:0:0:0:0:ffff:{address}]", f"[64:ff9b::{address}]",
        f"[64:ff9b:1::{high:x}:{low:x}]", f"[2002:{high:x}:{low:x}::1]", f"[::ffff:0:{address}]",
    ]  # fmt: skip


PRIVATE = ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"]


@pytest.mark.timeout(300)
def test_no_hostile_address_of_more_than_five_hundred_reaches_a_server(server: Server) -> None:
    hosts = [*HOSTS, *(spelling for address in PRIVATE for spelling in spellings(address))]
    urls = [f"{scheme}://{host}:{server.port}/" for host in hosts for scheme in ("http", "https")]
    urls += [f"http://example.org@{host}:{server.port}/" for host in hosts]
    urls += [form.format(port=server.port) for form in FORMS]
    open_ports = AddressPolicy(ports=frozenset({server.port}))
    assert len(set(urls)) > 500
    for url in dict.fromkeys(urls):
        with pytest.raises(FetchError):
            fetch(url, policy=open_ports, max_seconds=5)
        assert server.connections == [], url


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_address_reaches_a_server(server: Server, form: str) -> None:
    open_ports = AddressPolicy(ports=frozenset({server.port}))
    for policy in (open_ports, None):
        with pytest.raises(FetchError):
            fetch(form.format(port=server.port), policy=policy, max_seconds=5)
    assert server.connections == []


@pytest.mark.parametrize("host", ["127.0.0.2", *HOSTS])
def test_a_redirect_to_a_private_address_is_refused(server: Server, host: str) -> None:
    with serving("127.0.0.2") as canary:
        asked: list[object] = []

        def only_the_first(address: object) -> bool:
            asked.append(address)
            return len(asked) == 1

        policy = AddressPolicy(allows=only_the_first, ports=frozenset({server.port, canary.port}))
        with pytest.raises(FetchError):
            fetch(f"{server.url}/to?http://{host}:{canary.port}/", policy=policy, max_seconds=5)
        assert len(server.paths) == 1
        assert canary.connections == []


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://a:b@127.0.0.1/", "http://[::1", "//127.0.0.1:1/"]
)
def test_a_redirect_to_something_else_is_refused(server: Server, location: str) -> None:
    with pytest.raises(FetchError):
        fetch(f"{server.url}/to?{location}", policy=server.policy, max_seconds=5)
    assert len(server.paths) == 1


def test_a_name_with_one_private_address_is_refused_whole(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in ("93.184.215.14", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: entries)
    with pytest.raises(FetchError, match=r"not on the public internet"):
        fetch(f"http://rebinding.example:{server.port}/", policy=AddressPolicy(ports=frozenset({server.port})))
    assert server.connections == []


def test_a_name_is_asked_once_and_the_checked_address_is_the_one_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["127.0.0.1", "10.0.0.1"])
    real = socket.getaddrinfo

    def rebinding(host: str, *args: object, **kwargs: object) -> object:
        if host == "rebinding.example":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 80))]
        return real(host, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    page = fetch(f"http://rebinding.example:{server.port}/story", policy=server.policy)
    assert page.content == PAGE
    assert server.hosts == [f"rebinding.example:{server.port}"]
    assert next(answers) == "10.0.0.1"


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:82a::200e", "64:ff9b::8.8.8.8"],
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_a_page_is_fetched_with_its_type_and_final_address(server: Server) -> None:
    page = fetch(f"{server.url}/to?/story#part", policy=server.policy)
    assert page.content == PAGE
    assert page.media_type == "text/html; charset=utf-8"
    assert page.final_url == f"{server.url}/story"
    assert server.paths == ["/to?/story", "/story"]


@pytest.mark.parametrize("path", ["/gzip", "/deflate"])
def test_a_packed_page_is_unpacked(server: Server, path: str) -> None:
    assert fetch(server.url + path, policy=server.policy).content == PAGE


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/loop", "more than 5 times"),
        ("/nowhere", "without saying where"),
        ("/bomb", "larger than"),
        ("/large", "larger than"),
        ("/endless", "larger than"),
        ("/broken-gzip", "damaged"),
        ("/brotli", "not asked for"),
        ("/picture", "image/png"),
        ("/missing", "404"),
        ("/hang-up", "could not be reached"),
        ("/silent", "did not answer within"),
    ],
)
def test_a_bad_answer_is_told_in_words(server: Server, path: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        fetch(
            server.url + path, policy=server.policy, max_bytes=2_000_000, max_seconds=1.5 if path == "/silent" else 20
        )
    assert len(server.paths) <= 6


def test_nobody_listening_is_told_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        policy = AddressPolicy(allows=lambda address: True, ports=frozenset({port}))
        with pytest.raises(FetchError, match="could not be reached"):
            fetch(f"http://127.0.0.1:{port}/", policy=policy)


def test_an_address_is_opened_like_any_other_target(server: Server) -> None:
    (document,) = open_documents(f"{server.url}/to?/story", policy=server.policy, gate=lambda text: True)
    assert document.title == "Forty tanks were lost"
    assert document.url == f"{server.url}/story"
    assert document.path == f"{server.url}/to?/story"
    assert document.coverage.state == "complete"


def test_a_refused_address_is_a_failed_document(server: Server) -> None:
    (document,) = open_documents(f"{server.url}/")
    assert document.coverage.state == "failed"
    assert document.coverage.reason
    assert server.connections == []
    assert count_targets([server.url]) == 1
