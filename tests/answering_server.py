"""A server process that answers over HTTP from a store, as `serve` does, with the tiny encoder: `GET /?q=…` → JSON."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from assistant.build import assistant_of
from assistant.library import Library
from assistant.settings import load_settings
from tests.fakes import FakeEncoder


def main(folder: Path) -> None:
    """Serves until it is killed; prints its port first."""
    library = Library(load_settings(store=str(folder / "store"), data=folder / "data", cache=folder / "cache"))
    library.__dict__["encoder"] = FakeEncoder()
    assistant = assistant_of(library)

    def ask(request: Request) -> JSONResponse:  # not async: each question in a thread of its own
        return JSONResponse(assistant.ask(request.query_params["q"]).to_json())

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        print(listener.getsockname()[1], flush=True)
        app = Starlette(routes=[Route("/", ask)])
        uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
