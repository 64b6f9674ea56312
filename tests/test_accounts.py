"""Accounts: passwords, roles, invitations, sessions and tokens, in a file and on a PostgreSQL server."""

from __future__ import annotations

import io
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests import ledgers

from counterclaim.cli import main
from counterclaim.ledger.rows import stamp
from counterclaim.model import CounterclaimError
from counterclaim.web.accounts import Accounts, Arrival, beside, tables

PASSWORD = "four dull grey herons"


@pytest.fixture(params=ledgers.KINDS)
def held(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Accounts]:
    address = ledgers.server().new() if request.param == "postgresql" else str(tmp_path / "war.db.accounts")
    opened = Accounts(address)
    yield opened
    opened.close()


def later(held: Accounts, table: str, column: str, by: timedelta) -> None:
    """Moves what is kept into the past, as if that much time had gone by."""
    [place] = [t for t in tables.metadata.sorted_tables if t.name == f"accounts_{table}"]
    with held.writing() as connection:
        connection.execute(place.update().values({column: stamp(datetime.now(UTC) - by)}))


# ------------------------------------------------------------------------------------------------------- people


def test_a_person_signs_in_with_the_password_and_with_no_other(held: Accounts) -> None:
    held.add("Olena", "admin", PASSWORD)
    found = held.by_password("olena", PASSWORD)
    assert found is not None
    assert (found.name, found.role) == ("Olena", "admin")
    assert held.by_password("Olena", PASSWORD + "s") is None
    assert held.by_password("Nobody", PASSWORD) is None


def test_the_tables_hold_neither_passwords_nor_anything_to_sign_in_with(held: Accounts) -> None:
    user = held.add("Olena", "admin", PASSWORD)
    secrets = [
        PASSWORD,
        held.begin_session(user),
        held.make_token(user, "nightly", frozenset({"read"})),
        held.invite("coder", "Olena"),
        held.sent_away(Arrival("n", "v", "/", None)),
    ]
    with held.reading() as connection:
        rows = [tuple(row) for table in tables.metadata.sorted_tables for row in connection.execute(table.select())]
    written = repr(rows)
    assert "$argon2id$" in written
    assert not [secret for secret in secrets if secret in written]


def test_a_file_of_accounts_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    Accounts(str(tmp_path / "a")).close()
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_accounts_lie_beside_a_ledger_in_a_file_and_in_the_same_server_otherwise() -> None:
    assert beside("war.db") == "war.db.accounts"
    assert beside("postgresql://me@here/war") == "postgresql://me@here/war"


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaaaa", "x" * 2_000])
def test_a_weak_password_is_refused_with_a_sentence(held: Accounts, password: str) -> None:
    with pytest.raises(CounterclaimError, match="password"):
        held.add("Olena", "reader", password)
    assert held.is_empty()


def test_a_name_is_taken_whatever_its_case_and_stays_taken_when_the_account_ends(held: Accounts) -> None:
    held.add("Olena", "admin", PASSWORD)
    held.add("Ben", "coder", PASSWORD)
    with pytest.raises(CounterclaimError, match="taken"):
        held.add("OLENA ", "reader", PASSWORD)
    held.revoke("Ben")
    with pytest.raises(CounterclaimError, match="taken"):
        held.add("ben", "reader", PASSWORD)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\u202eb", "a\0b"])
def test_a_name_that_cannot_be_seen_is_refused(held: Accounts, name: str) -> None:
    with pytest.raises(CounterclaimError, match="name"):
        held.add(name, "reader", PASSWORD)


def test_revoking_ends_sessions_and_tokens_at_once(held: Accounts) -> None:
    held.add("Olena", "admin", PASSWORD)
    ben = held.add("Ben", "coder", PASSWORD)
    session, token = held.begin_session(ben), held.make_token(ben, "nightly", frozenset({"read"}))
    assert held.by_session(session) == ben
    found = held.by_token(token)
    assert found is not None
    assert found[0] == ben
    held.revoke("Ben")
    assert held.by_session(session) is None
    assert held.by_token(token) is None
    assert held.by_password("Ben", PASSWORD) is None


def test_the_last_admin_can_neither_leave_nor_step_down(held: Accounts) -> None:
    held.add("Olena", "admin", PASSWORD)
    for step in (lambda: held.revoke("Olena"), lambda: held.set_role("Olena", "coder")):
        with pytest.raises(CounterclaimError, match="only admin"):
            step()
    held.add("Ben", "admin", PASSWORD)
    assert held.set_role("Olena", "coder").role == "coder"


def test_another_role_counts_from_the_next_request_on(held: Accounts) -> None:
    held.add("Olena", "admin", PASSWORD)
    session = held.begin_session(held.add("Ben", "reader", PASSWORD))
    held.set_role("Ben", "editor")
    found = held.by_session(session)
    assert found is not None
    assert found.role == "editor"


def test_another_password_ends_the_sessions(held: Accounts) -> None:
    session = held.begin_session(held.add("Olena", "admin", PASSWORD))
    held.set_password("Olena", "seven bright brass kettles")
    assert held.by_session(session) is None
    assert held.by_password("Olena", PASSWORD) is None
    assert held.by_password("Olena", "seven bright brass kettles") is not None


# ------------------------------------------------------------------------------- invitations, sessions and tokens


def test_an_invitation_makes_one_account_with_its_role_and_no_second(held: Accounts) -> None:
    secret = held.invite("coder", "Olena")
    offered = held.invitation(secret)
    assert offered is not None
    assert (offered.role, offered.by) == ("coder", "Olena")
    made = held.accept(secret, "Ben", password=PASSWORD)
    assert made.role == "coder"
    assert held.invitation(secret) is None
    with pytest.raises(CounterclaimError, match="another"):
        held.accept(secret, "Eve", password=PASSWORD)
    assert [user.name for user in held.users()] == ["Ben"]


def test_a_taken_name_does_not_use_up_an_invitation(held: Accounts) -> None:
    held.add("Ben", "admin", PASSWORD)
    secret = held.invite("coder", "Olena")
    with pytest.raises(CounterclaimError, match="taken"):
        held.accept(secret, "ben", password=PASSWORD)
    assert held.accept(secret, "Eve", password=PASSWORD).role == "coder"


def test_an_invitation_ends_after_its_days_and_when_it_is_taken_back(held: Accounts) -> None:
    old, withdrawn = held.invite("coder", "Olena", timedelta(0)), held.invite("coder", "Olena")
    offered = held.invitation(withdrawn)
    assert offered is not None
    held.withdraw(offered.id)
    assert held.invitation(old) is None
    assert held.invitation(withdrawn) is None
    assert held.invitations() == []


def test_a_session_ends_when_nothing_is_asked_for_twelve_hours_and_after_fourteen_days(held: Accounts) -> None:
    user = held.add("Olena", "admin", PASSWORD)
    session = held.begin_session(user)
    later(held, "sessions", "seen", timedelta(hours=11))
    assert held.by_session(session) == user  # which is noted
    later(held, "sessions", "seen", timedelta(hours=13))
    assert held.by_session(session) is None
    session = held.begin_session(user)
    later(held, "sessions", "made", timedelta(days=15))
    assert held.by_session(session) is None


def test_signing_out_ends_that_session_and_no_other(held: Accounts) -> None:
    user = held.add("Olena", "admin", PASSWORD)
    one, other = held.begin_session(user), held.begin_session(user)
    held.end_session(one)
    assert held.by_session(one) is None
    assert held.by_session(other) == user


def test_a_token_has_scopes_and_an_end_and_can_be_ended_only_by_its_owner(held: Accounts) -> None:
    olena, ben = held.add("Olena", "admin", PASSWORD), held.add("Ben", "coder", PASSWORD)
    secret = held.make_token(olena, "nightly", frozenset({"read", "add"}), days=2)
    [token] = held.tokens(olena.id)
    assert (token.label, token.scopes) == ("nightly", {"read", "add"})
    held.end_token(ben.id, token.id)
    assert held.by_token(secret) == (olena, token)
    held.end_token(olena.id, token.id)
    assert held.by_token(secret) is None
    with pytest.raises(CounterclaimError, match="scope"):
        held.make_token(olena, "all", frozenset())


def test_an_old_token_is_unknown(held: Accounts) -> None:
    secret = held.make_token(held.add("Olena", "admin", PASSWORD), "nightly", frozenset({"read"}))
    later(held, "tokens", "expires", timedelta(seconds=1))
    assert held.by_token(secret) is None


def test_who_was_sent_to_a_provider_comes_back_once(held: Accounts) -> None:
    arrival = Arrival("nonce", "verifier", "/claims", None)
    secret = held.sent_away(arrival)
    assert held.come_back(secret) == arrival
    assert held.come_back(secret) is None


# ----------------------------------------------------------------------------------------------- the command line


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    def run(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main(["accounts", *words])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def test_accounts_are_kept_from_the_command_line(tmp_path: Path, command: Callable[..., tuple[int, str, str]]) -> None:
    ledger = ("--ledger", str(tmp_path / "war.db"))
    status, _, said = command("list", *ledger)
    assert status == 2
    assert "accounts add makes the first one" in said
    assert command("add", "Olena", "--role", "admin", *ledger, "--password-stdin", typed=PASSWORD)[1] == (
        "Olena may sign in as admin.\n"
    )
    _, link, _ = command("invite", "--role", "coder", "--url", "https://claims.example.org/", *ledger)
    assert link.startswith("https://claims.example.org/join/")
    held = Accounts(str(tmp_path / "war.db.accounts"))
    held.accept(link.strip().rpartition("/")[2], "Ben", password=PASSWORD)
    assert command("role", "ben", "editor", *ledger)[1] == "Ben is editor now.\n"
    assert command("revoke", "Ben", *ledger)[1] == "Ben can no longer sign in.\n"
    status, out, _ = command("list", *ledger)
    assert status == 0
    assert [line.split()[:2] for line in out.splitlines()] == [["name", "role"], ["Olena", "admin"], ["Ben", "editor"]]
    status, _, said = command("revoke", "Olena", *ledger)
    assert (status, said) == (2, "counterclaim: Olena is the only admin: make another one first\n")
    held.close()
