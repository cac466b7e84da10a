"""The page behind a server of this machine: no request leaves it, none from elsewhere is answered unless forced."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from ipaddress import ip_address

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.page.accounts import Accounts
from assistant.page.documents import LARGEST_FILE
from assistant.page.escaping import escaped
from assistant.page.guard import Guard, SameOrigin
from assistant.page.office import Office
from assistant.page.record_routes import record_routes
from assistant.page.routes import routes
from assistant.page.sessions import Sessions
from assistant.page.strings import LANGUAGES
from assistant.page.wiring import STATIC, address, build_page
from ingest.errors import BadInput, PlanAssistantError
from prompts.lines import told

GRACE_SECONDS = 2  # an open page holds a connection, which would keep an interrupted server for ever
HEAD = '<script src="/page/static/page.js"></script>'
FONTS = ("Segoe UI", "Roboto", "Noto Sans", "system-ui", "sans-serif")
# In the page's measure, not in pixels, so that large type enlarges Gradio's own parts too.
SIZES = gr.themes.Size(".65rem", ".75rem", ".85rem", ".95rem", "1.05rem", "1.35rem", "1.6rem", name="page")
# Gradio writes styles and scripts into its page and compiles event scripts, so those stay allowed; hosts do not.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-dns-prefetch-control": "off",
}


class SafeHeaders:
    """ASGI middleware that sends `HEADERS` with every answer; streams pass through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def local(host: str) -> bool:
    """Whether an address means this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def build_app(
    office: Office, language: str = "vi", host: str = "127.0.0.1", accounts: Accounts | None = None
) -> FastAPI:
    """The page as an application for any ASGI server; `language` is the one at the root.

    With accounts everything is behind a log-in; where their file is empty or not there, nothing is.
    """
    office.conversations.forget_old()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    guarded = accounts is not None and bool(accounts.all())
    if accounts is not None and guarded:
        sessions = Sessions(office.folder, accounts)
        app.add_middleware(Guard, accounts=accounts, sessions=sessions, audit=office.audit, language=language)
    app.add_middleware(SameOrigin)
    app.add_middleware(SafeHeaders)
    if local(host):  # another site's page must not reach us by a name that it made point here
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1", "[::1]", host])
    app.add_exception_handler(PlanAssistantError, _trouble)
    app.include_router(routes(office))
    app.include_router(record_routes(office))
    app.mount("/page/static", StaticFiles(directory=STATIC))
    for each in sorted(LANGUAGES, key=lambda other: other == language):  # the root takes every path, so it comes last
        gr.mount_gradio_app(
            app,
            build_page(office, each, language, guarded=guarded),
            path=address(each, language).rstrip("/") or "/",
            theme=theme(),
            css_paths=[STATIC / "page.css", STATIC / "chat.css", STATIC / "tabs.css"],
            head=HEAD,
            favicon_path=str(STATIC / "mark.svg") if each == language else None,
            footer_links=[],
            run_history=False,  # questions are not written into the browser
            show_error=False,
            ssr_mode=False,
            mcp_server=False,
            enable_monitoring=False,
            max_file_size=LARGEST_FILE,
        )
    return app


def _trouble(request: Request, error: Exception) -> HTMLResponse:
    """A store that cannot be read is one line, in the language of the page that asked."""
    line = told(str(error), request.query_params.get("language", LANGUAGES[0]))
    return HTMLResponse(f"<p>{escaped(line)}</p>", 503)


def theme() -> gr.themes.Base:
    """System fonts and the page's own colours; the rest of the look is in static/."""
    return gr.themes.Base(
        primary_hue="sky",
        neutral_hue="slate",
        text_size=SIZES,
        font=FONTS,
        font_mono=("ui-monospace", "Consolas", "monospace"),
    )


def check_host(host: str, accounts: Accounts, *, force: bool) -> None:
    """`BadInput` where others could reach a page without a log-in, unless that is what somebody insists on."""
    if not local(host) and not accounts.all() and not force:
        raise BadInput(
            f"--host {host}: there are no accounts, so anybody could ask; "
            "add one with plan-assistant account add NAME, or insist with --force"
        )


def serve(app: FastAPI, host: str, port: int, said: Callable[[str], None]) -> None:
    """Answer until interrupted. `said` gets the page's address once the port is ours."""
    listener = _listener(host, port)
    shown = f"[{host}]" if ":" in host else host
    said(f"http://{shown}:{listener.getsockname()[1]}")
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=GRACE_SECONDS
    )
    server = uvicorn.Server(config)
    with listener:
        server.run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    """The listening socket; one clear line where the address or the port cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()  # who follows the address at once waits for the page, and is not turned away
    except OSError as error:
        raise PlanAssistantError(
            f"cannot listen at {host}, port {port}: {error.strerror}; choose another with --port"
        ) from error
    return listener
