"""The door: with accounts nothing answers before a log-in, whatever library serves it."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Mount

from assistant.cli import main
from assistant.page.accounts import Accounts
from assistant.page.guard import COOKIE
from assistant.page.server import build_app
from assistant.page.sessions import Sessions
from assistant.page.throttle import TRIES, Throttle
from ingest.errors import BadInput, SettingsError
from tests.browser import served
from tests.fakes import FakeAssistant
from tests.page_office import office

PASSWORD = "một mật khẩu đủ dài"
OPEN = ("/page/static/page.css", "/favicon.ico", "/page/login")


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    made = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    made.add("lan", "editor", PASSWORD)
    made.add("minh", "reader", PASSWORD)
    return made


@pytest.fixture(scope="module")
def app(accounts: Accounts, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return build_app(office(FakeAssistant(), tmp_path_factory.mktemp("page")), accounts=accounts)


@pytest.fixture(scope="module")
def address(app: Any) -> Iterator[str]:
    with served(app) as url:
        yield url


def log_in(address: str, name: str = "lan", password: str = PASSWORD) -> httpx.Client:
    client = httpx.Client(base_url=address)
    client.post("/page/login", data={"name": name, "password": password})
    return client


def paths(routes: Any, before: str = "") -> Iterator[str]:
    """Every path of an application and of what is mounted in it, with something in the place of its variables."""
    for route in routes:
        inner = getattr(route, "original_router", None) or (route.app if isinstance(route, Mount) else None)
        path = before + getattr(route, "path", "").rstrip("/")
        if inner is not None:
            yield from paths(getattr(inner, "routes", ()), path)
        yield re.sub(r"\{(\w+)(:\w+)?\}", r"\1", path) or "/"


def test_nothing_answers_without_a_log_in(app: Any, address: str) -> None:
    every = {*paths(app.routes), "/", "/config", "/gradio_api/file=/etc/hostname", "/en/x"}
    assert len(every) > 60
    with httpx.Client(base_url=address) as client:
        for path in sorted(every):
            if path.startswith("/page/static") or path in OPEN:
                continue
            for method in ("GET", "POST"):
                answer = client.request(method, path)
                assert answer.status_code == (303 if path == "/page/logout" else 401), (method, path)
        assert client.get("/", headers={"accept": "text/html"}).headers["location"] == "/page/login"
        assert client.get("/page/login").status_code == 200


def test_a_log_in_opens_and_a_log_out_closes_for_good(address: str) -> None:
    client = log_in(address)
    assert client.get("/config").status_code == 200
    token = client.cookies[COOKIE]
    client.post("/page/logout")
    with httpx.Client(base_url=address, cookies={COOKIE: token}) as thief:
        assert thief.get("/config").status_code == 401


def test_the_cookie_is_for_the_server_alone(address: str) -> None:
    answer = httpx.post(f"{address}/page/login", data={"name": "lan", "password": PASSWORD})
    written = answer.headers["set-cookie"].lower()
    assert "httponly" in written
    assert "samesite=lax" in written
    assert PASSWORD not in written


def test_a_forged_or_changed_cookie_opens_nothing(address: str) -> None:
    token = log_in(address).cookies[COOKIE]
    for forged in ("x", token[:-2] + "xx", "." + token, token.swapcase()):
        with httpx.Client(base_url=address, cookies={COOKIE: forged}) as client:
            assert client.get("/config").status_code == 401


def test_wrong_passwords_are_slowed_down_and_logged(app: Any, address: str) -> None:
    with httpx.Client(base_url=address) as client:
        tries = [client.post("/page/login", data={"name": "ai", "password": "sai"}).status_code for _ in range(TRIES)]
        assert tries == [401] * TRIES
        assert client.post("/page/login", data={"name": "ai", "password": "sai"}).status_code == 429
        assert client.post("/page/login", data={"name": "lan", "password": PASSWORD}).status_code == 303


def test_a_throttle_forgives_after_a_while() -> None:
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    for _ in range(TRIES):
        throttle.failed("lan", "a")
    assert throttle.refused("lan", "b")
    now[0] = 1000.0
    assert not throttle.refused("lan", "b")


def test_a_reader_changes_nothing(address: str) -> None:
    reader, editor = log_in(address, "minh"), log_in(address)
    file = {"files": ("a.txt", b"x")}
    assert reader.post("/gradio_api/upload", files=file).status_code == 403
    assert reader.post("/en/gradio_api/upload", files=file).status_code == 403
    assert editor.post("/gradio_api/upload", files=file).status_code == 200
    assert reader.get("/page/audit.jsonl").status_code == 403
    assert '"what": "login"' in editor.get("/page/audit.jsonl").text


def test_another_site_can_make_a_browser_change_nothing(address: str) -> None:
    client = log_in(address)
    body = {"thread": "a 1", "turn": 1, "vote": "up"}
    ours = {"origin": address, "x-plan-assistant": "page"}
    assert client.post("/page/votes", json=body, headers=ours).status_code == 404  # let in, and there is no such turn
    assert client.post("/page/votes", json=body, headers={"origin": "http://203.0.113.9"}).status_code == 403
    assert client.post("/page/votes", json=body).status_code == 403
    assert client.post("/gradio_api/queue/join", json={}, headers={"origin": "null"}).status_code == 403


def test_a_new_password_or_no_account_any_more_ends_its_sessions(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add("lan", "editor", PASSWORD)
    sessions = Sessions(tmp_path, accounts)
    token = sessions.begin(accounts.all()["lan"])
    assert sessions.account(token) is not None
    assert Sessions(tmp_path, accounts).account(token) is not None  # a restart logs nobody out
    accounts.add("lan", "editor", PASSWORD + "!")
    assert sessions.account(token) is None
    token = sessions.begin(accounts.all()["lan"])
    sessions.end(token)
    assert Sessions(tmp_path, accounts).account(token) is None  # nor in again
    accounts.remove("lan")
    assert sessions.account(token) is None


def test_the_file_holds_no_password_and_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    Accounts(path).add("lan", "reader", PASSWORD)
    assert PASSWORD not in path.read_text()
    assert "$argon2id$" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Accounts(path).checked("lan", PASSWORD) is not None
    assert Accounts(path).checked("lan", PASSWORD + " ") is None
    assert Accounts(path).checked("ai", PASSWORD) is None


def test_bad_accounts_are_one_clear_line(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    for name, role, password, said in (
        ("a b", "reader", PASSWORD, "no account name"),
        ("lan", "boss", PASSWORD, "no role"),
        ("lan", "reader", "ngắn", "10 to 200"),
    ):
        with pytest.raises(BadInput, match=said):
            accounts.add(name, role, password)
    with pytest.raises(BadInput, match="no account"):
        accounts.remove("lan")
    (tmp_path / "accounts.json").write_text('{"accounts": [{"name": "lan"')
    with pytest.raises(SettingsError, match="mend it or delete it"):
        accounts.all()


def test_accounts_by_the_command_line(
    own_folders: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Line:
        isatty = staticmethod(lambda: False)
        readline = staticmethod(lambda: PASSWORD + "\n")

    monkeypatch.setattr("sys.stdin", Line)
    assert main(["account", "add", "lan", "--role", "editor"]) == 0
    assert main(["account", "list"]) == 0
    said = capsys.readouterr().out
    assert "restart serve" in said
    assert said.endswith("lan\teditor\n")
    assert PASSWORD not in said
    assert Accounts(own_folders / "data" / "accounts.json").checked("lan", PASSWORD)
    assert main(["account", "remove", "lan"]) == 0
    assert main(["account", "remove", "lan"]) == 2
    assert main(["audit"]) == 0
