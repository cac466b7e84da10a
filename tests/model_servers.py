"""Servers on this machine that speak what models' servers speak, and do as a script says.

`openai_server` speaks the OpenAI protocol (chat completions, server-sent events, structured output, tools, usage),
`ollama_server` Ollama's (/api/chat, a JSON object a line). A script gets the request and gives a `Reply`.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-right"


@dataclass(frozen=True)
class Asked:
    """A request: its messages in one text each, and the schema of the structure that is wanted, if any."""

    system: str
    user: str
    schema: dict[str, Any] | None
    body: dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What the server does: say `text` piece by piece, or fail. `drip` are seconds between pieces."""

    text: str = ""
    status: int = 200
    error: str = "the server says no"
    drip: float = 0.0
    hang: bool = False
    broken: bool = False
    endless: bool = False
    cut: bool = False


Script = Callable[[Asked], Reply]


@dataclass
class Server:
    """A running server: its address, what was asked of it, and the script, which may be changed at any time."""

    url: str
    script: Script
    key: str | None = None
    tools: bool = True
    schemas: bool = True
    asked: list[Asked] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def log_message(self, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        state = self.server.state
        if state.key and self.headers.get("Authorization") != f"Bearer {state.key}":
            self._fail(401, "Incorrect API key provided")
            return
        schema = self._schema(body)
        if self._refused(body):
            return
        messages = {message["role"]: _text(message) for message in body["messages"]}
        asked = Asked(messages.get("system", ""), messages.get("user", ""), schema, body)
        state.asked.append(asked)
        reply = state.script(asked)
        if reply.hang:
            state.stopping.wait(30)
            return
        if reply.status != 200:
            self._fail(reply.status, reply.error)
            return
        with suppress(BrokenPipeError, ConnectionResetError):
            self._say(reply, body)

    def _say(self, reply: Reply, body: dict[str, Any]) -> None:
        raise NotImplementedError

    def _schema(self, body: dict[str, Any]) -> dict[str, Any] | None:
        raise NotImplementedError

    def _refused(self, body: dict[str, Any]) -> bool:
        state = self.server.state
        if not state.schemas and (body.get("response_format") or body.get("format")):
            self._fail(400, "response_format json_schema is not supported by this model")
            return True
        if not state.tools and body.get("tools"):
            self._fail(400, "this model does not support tools")
            return True
        return False

    def _fail(self, status: int, message: str) -> None:
        self._whole(status, {"error": {"message": message, "type": "error", "code": status}})

    def _whole(self, status: int, content: Any) -> None:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _begin(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _pieces(self, reply: Reply) -> Iterator[str]:
        while True:
            for at in range(0, len(reply.text), 7):
                yield reply.text[at : at + 7]
                if reply.drip and self.server.state.stopping.wait(reply.drip):
                    return
            if not reply.endless or self.server.state.stopping.is_set():
                return
            yield " "


class _OpenAI(_Handler):
    def _schema(self, body: dict[str, Any]) -> dict[str, Any] | None:
        wanted = body.get("response_format") or {}
        if wanted.get("json_schema"):
            schema: dict[str, Any] = wanted["json_schema"]["schema"]
            return schema
        tools = body.get("tools")
        return tools[0]["function"]["parameters"] if tools else None

    def _say(self, reply: Reply, body: dict[str, Any]) -> None:
        usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        head = {"id": "c1", "created": int(time.time()), "model": body["model"]}
        if not body.get("stream"):
            message: dict[str, Any] = {"role": "assistant", "content": reply.text}
            if body.get("tools") and reply.text.startswith("{"):
                called = {"name": body["tools"][0]["function"]["name"], "arguments": reply.text}
                message |= {"content": None, "tool_calls": [{"id": "t1", "type": "function", "function": called}]}
            whole = {"index": 0, "message": message, "finish_reason": "stop"}
            done = head | {"object": "chat.completion", "choices": [whole], "usage": usage}
            self._whole(200, b'{"id": "c1", "choi' if reply.broken else done)
            return
        self._begin("text/event-stream")
        head["object"] = "chat.completion.chunk"
        for piece in self._pieces(reply):
            choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
            self._chunk(f"data: {json.dumps(head | {'choices': [choice]})}\n\n")
            if reply.broken:
                self._chunk('data: {"id": "c1", "choices": [{"delta"\n\n')
        if reply.cut:
            self.close_connection = True
            return
        self._chunk(f"data: {json.dumps(head | {'choices': [{'index': 0, 'delta': {}, 'finish_reason': 'stop'}]})}\n\n")
        if (body.get("stream_options") or {}).get("include_usage"):
            self._chunk(f"data: {json.dumps(head | {'choices': [], 'usage': usage})}\n\n")
        self._chunk("data: [DONE]\n\n")
        self._chunk("")


class _Ollama(_Handler):
    def _schema(self, body: dict[str, Any]) -> dict[str, Any] | None:
        wanted = body.get("format")
        if isinstance(wanted, dict):
            return wanted
        tools = body.get("tools")
        return tools[0]["function"]["parameters"] if tools else None

    def _fail(self, status: int, message: str) -> None:
        self._whole(status, {"error": message})

    def _say(self, reply: Reply, body: dict[str, Any]) -> None:
        head = {"model": body["model"], "created_at": "2026-05-20T08:00:00Z"}
        last = {"done": True, "done_reason": "stop", "prompt_eval_count": 90, "eval_count": 18, "total_duration": 1}
        self._begin("application/x-ndjson")
        if body.get("tools") and reply.text.startswith("{"):
            called = {"function": {"name": body["tools"][0]["function"]["name"], "arguments": json.loads(reply.text)}}
            message = {"role": "assistant", "content": "", "tool_calls": [called]}
            self._chunk(json.dumps(head | {"message": message, "done": False}) + "\n")
        else:
            for piece in self._pieces(reply):
                message = {"role": "assistant", "content": piece}
                self._chunk(json.dumps(head | {"message": message, "done": False}) + "\n")
                if reply.broken:
                    self._chunk('{"model": "m", "mess\n')
        if reply.cut:
            self.close_connection = True
            return
        self._chunk(json.dumps(head | {"message": {"role": "assistant", "content": ""}} | last) + "\n")
        self._chunk("")


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    state: Server

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is what some tests are about."""


def _text(message: dict[str, Any]) -> str:
    content = message.get("content") or ""
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


@contextmanager
def _running(handler: type[_Handler], path: str, script: Script) -> Iterator[Server]:
    http = _Http(("127.0.0.1", 0), handler)
    http.state = Server(f"http://127.0.0.1:{http.server_port}{path}", script)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield http.state
    finally:
        http.state.stopping.set()
        http.shutdown()
        http.server_close()
        thread.join()


def openai_server(script: Script) -> Any:
    return _running(_OpenAI, "/v1", script)


def ollama_server(script: Script) -> Any:
    return _running(_Ollama, "", script)
