"""Signing in, in a real browser: by password, through a provider of identities, and what ends when a role ends."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from evaluator.i18n.words import t
from evaluator.services import accounts, declaring, signing_in
from evaluator.services.commands import CONSOLE, Role, new_command_id
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.browser.conftest import Serving, idle
from tests.ui.seeding import TENDER, VENDORS
from tests.web.serving import SERVE, Server, free_port, running

PASSWORD = "correct horse battery"
LEA, TIM = "Lea", "Tim"


def account(store: Store, name: str, *roles: Role, email: str = "") -> str:
    person = accounts.add_person(store, CONSOLE, new_command_id(), name, email, roles)
    signing_in.set_password(store, accounts.invite(store, CONSOLE, new_command_id(), person), PASSWORD)
    return person


def staffed(data: Path) -> None:
    """An administrator, Lea who leads the tender, and Tim who scores in it."""
    store = Store.open(sqlite_url(data))
    account(store, "Ann", Role.ADMIN)
    lea, tim = account(store, LEA, Role.LEAD), account(store, TIM)
    accounts.set_roles(store, CONSOLE, new_command_id(), TENDER, lea, [Role.LEAD], 0)
    actor = signing_in.who(store, signing_in.sign_in(store, LEA, PASSWORD))
    assert actor is not None
    accounts.set_roles(store, actor, new_command_id(), TENDER, tim, [Role.TECHNICAL], 0)
    store.close()


def sign_in(page: Page, url: str, name: str, password: str = PASSWORD) -> None:
    page.goto(url)
    expect(page).to_have_url(f"{url}/sign-in")
    page.get_by_label(t("frame.sign_in.name", "en")).fill(name)
    page.get_by_label(t("frame.sign_in.password", "en"), exact=True).fill(password)
    page.get_by_role("button", name=t("frame.sign_in.go", "en")).click()


def visitor(browser: Browser) -> Page:
    """A page in a browser of its own, in English."""
    return browser.new_context(locale="en-GB").new_page()


def test_whoever_signs_in_sees_the_own_work_and_a_role_taken_away_ends_it_between_look_and_click(
    browser: Browser, serving: Serving
) -> None:
    server, data = serving("scores")
    staffed(data)
    page = visitor(browser)

    sign_in(page, server.url, TIM, "not the password")
    expect(page.get_by_role("alert")).to_contain_text(t("refused.sign_in_wrong", "en", n=15))
    sign_in(page, server.url, TIM)
    expect(page.locator(".ve-who")).to_contain_text(f"{TIM} · {t('people.role.technical_evaluator', 'en')}")
    page.goto(f"{server.url}/method")
    expect(page.locator(".ve-h1").first).to_be_visible()
    idle(page)

    store = Store.open(sqlite_url(data))
    accounts.close_person(store, CONSOLE, new_command_id(), accounts.find_person(store, CONSOLE, TIM))
    before = store.revision(TENDER)
    page.get_by_role("button", name="中文").click()

    expect(page.locator(".ve-h1").first).to_have_text(t("store.signed_out", "zh"))
    assert store.revision(TENDER) == before
    store.close()
    page.goto(server.url)
    expect(page).to_have_url(f"{server.url}/sign-in")
    page.context.close()


def test_whoever_signs_in_declares_before_a_bid_is_shown_and_never_sees_a_vendor_of_interest(
    browser: Browser, serving: Serving
) -> None:
    server, data = serving("scores")
    staffed(data)
    page, bo = visitor(browser), VENDORS[1].name
    sign_in(page, server.url, TIM)
    expect(page.locator(".ve-h1").first).to_have_text(t("desk.head.declare", "en"))
    page.goto(f"{server.url}/bids")
    expect(page.get_by_text(t("people.declare.first", "en"), exact=True)).to_be_visible()
    expect(page.get_by_text("Bo_technical")).to_have_count(0)
    page.get_by_role("button", name=t("people.declare.to", "en")).click()

    expect(page.get_by_text(t("people.declare.secret", "en"))).to_be_visible()
    page.get_by_text(t("people.declare.tick", "en", vendor=bo), exact=True).click()
    page.get_by_label(t("people.declare.which", "en", vendor=bo)).fill("my sister works there")
    page.get_by_role("button", name=t("people.declare.go", "en"), exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text(t("refused.confidential_missing", "en"))
    page.get_by_text(t("people.declare.keep", "en"), exact=True).click()
    page.get_by_role("button", name=t("people.declare.go", "en"), exact=True).click()
    expect(page.get_by_text(t("people.declare.done", "en"))).to_be_visible()

    page.goto(f"{server.url}/bids")
    expect(page.get_by_text(t("people.declare.left_out", "en", vendors=bo))).to_be_visible()
    expect(page.get_by_text(VENDORS[0].name).first).to_be_visible()
    idle(page)
    assert page.get_by_role("cell", name=bo).or_(page.get_by_role("rowheader", name=bo)).count() == 0
    page.context.close()

    store = Store.open(sqlite_url(data))
    actor = signing_in.who(store, signing_in.sign_in(store, LEA, PASSWORD))
    assert actor is not None
    told = {one.name: one for one in declaring.declared(store, actor, TENDER)}
    assert (told[TIM].interests, told[LEA].at) == ({bo: "my sister works there"}, "")
    store.close()


def test_without_a_sign_in_there_is_no_page_socket_upload_or_download(serving: Serving) -> None:
    server, data = serving("scores")
    staffed(data)

    assert t("frame.sign_in.do", "en") in server.get("/bids", accept_language="en").body
    for path in ("/export/" + "a" * 24, "/_stcore/upload_file/x/y"):
        assert server.get(path).status == 401
    assert server.get("/_stcore/stream", upgrade="websocket", connection="upgrade").status in (400, 401, 403)
    assert server.get("/healthz").status == 200


def test_a_link_sets_a_password_and_a_person_signs_out(browser: Browser, serving: Serving) -> None:
    server, data = serving("scores")
    staffed(data)
    store = Store.open(sqlite_url(data))
    link = accounts.invite(store, CONSOLE, new_command_id(), accounts.find_person(store, CONSOLE, LEA))
    store.close()
    page = visitor(browser)

    page.goto(f"{server.url}/welcome/{link}")
    for label, given in (("password", "a new fine password"), ("again", "another one")):
        page.get_by_label(t(f"frame.welcome.{label}", "en")).fill(given)
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_text(t("refused.password_twice", "en"))
    for label in ("password", "again"):
        page.get_by_label(t(f"frame.welcome.{label}", "en")).fill("a new fine password")
    page.get_by_role("button").click()
    expect(page).to_have_url(f"{server.url}/sign-in")
    sign_in(page, server.url, LEA, "a new fine password")
    page.get_by_role("link", name=t("frame.page.people", "en")).click()
    expect(page.get_by_role("cell", name=TIM).or_(page.get_by_role("rowheader", name=TIM)).first).to_be_visible()
    page.get_by_role("link", name=t("frame.sign_out", "en")).click()
    page.get_by_role("button", name=t("frame.leave.go", "en")).click()

    expect(page).to_have_url(f"{server.url}/sign-in")
    page.goto(f"{server.url}/welcome/{link}")
    expect(page.locator("h1").first).to_have_text(t("frame.link.what", "en"))
    page.context.close()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 40
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)


@contextmanager
def provider(folder: Path) -> Iterator[str]:
    """A provider of identities in a process of its own; whoever asks is who they say, which is what a test needs."""
    port, log = free_port(), folder / "provider.log"
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture
def known_by_provider(tmp_path: Path) -> Iterator[tuple[Server, Path, str]]:
    """The app with a provider in its settings, its data folder, and the provider's address."""
    with provider(tmp_path) as issuer:
        port, settings = free_port(), tmp_path / ".streamlit"
        settings.mkdir()
        (settings / "secrets.toml").write_text(
            f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{"s" * 40}"\n'
            f'client_id = "evaluator"\nclient_secret = "secret"\n'
            f'server_metadata_url = "{issuer}/.well-known/openid-configuration"\n'
        )
        with running(SERVE, tmp_path, port) as server:
            yield server, tmp_path / "data", issuer


def test_a_provider_lets_in_whom_the_administrator_knows_and_an_ended_sign_in_stays_ended(
    browser: Browser, known_by_provider: tuple[Server, Path, str]
) -> None:
    server, data, issuer = known_by_provider
    store = Store.open(sqlite_url(data))
    account(store, "Ann", Role.ADMIN, email="ann@example.com")
    for subject, email in (("1", "ann@example.com"), ("2", "eve@example.com")):
        body = f'{{"sub": "{subject}", "email": "{email}", "email_verified": true, "name": "{subject}"}}'.encode()
        request = urllib.request.Request(f"{issuer}/users/{subject}", body, method="PUT")
        request.add_header("content-type", "application/json")
        urllib.request.urlopen(request, timeout=10).close()

    def through(page: Page, subject: str) -> None:
        page.goto(server.url)
        page.get_by_role("link", name=t("frame.sign_in.provider", "en")).click()
        page.locator("input[name=sub]").fill(subject)
        page.locator("button[type=submit]").first.click()

    stranger = visitor(browser)
    through(stranger, "2")
    expect(stranger).to_have_url(f"{server.url}/sign-in")
    stranger.context.close()

    page = visitor(browser)
    through(page, "1")
    expect(page.locator(".ve-who")).to_contain_text("Ann")
    page.get_by_role("link", name=t("frame.sign_out", "en")).click()
    held = [cookie for cookie in page.context.cookies() if cookie["name"].startswith("_streamlit_user")]
    page.get_by_role("button", name=t("frame.leave.go", "en")).click()
    expect(page.get_by_role("button", name=t("frame.sign_in.go", "en"))).to_be_visible()
    page.context.add_cookies([{"name": one["name"], "value": one["value"], "url": server.url} for one in held])
    page.goto(server.url)
    expect(page).to_have_url(f"{server.url}/sign-in")
    store.close()
    page.context.close()
