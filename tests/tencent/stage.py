"""A stage for the client: an endpoint that answers as told, and a clock that only sleeping moves."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from layoutkit.tencent import Client, Reply, sign

APP_ID = 1250000000
KEY = "40328529ca4381a80c6ecf2e6aa57438"
NOW = 1490858287

Answer = str | tuple[int, str] | BaseException


def payload(streams: int = 2, timestamp: int = NOW) -> dict[str, Any]:
    """The least payload that the client looks into: a timestamp and a list of input streams."""
    inputs = [{"input_stream_id": f"8888_{n}"} for n in range(streams)]
    return {"timestamp": timestamp, "interface": {"para": {"input_stream_list": inputs}}}


def answer(code: object, **more: object) -> str:
    """A reply in the page's form."""
    return json.dumps({"code": code, "message": "said the endpoint", **more})


@dataclass
class Received:
    """An answer that was given: an HTTP status and a text."""

    status_code: int
    text: str


@dataclass
class Stage:
    """Everything the client touches, in the test's hands: what was posted, slept and asked, and what time it is."""

    posted: list[dict[str, Any]] = field(default_factory=list, repr=False)
    slept: list[float] = field(default_factory=list)
    asked: int = 0
    now: float = NOW
    answers: list[Answer] = field(default_factory=list)

    def client(self, *answers: Answer, **settings: Any) -> Client:
        """A client whose endpoint gives these answers in turn; the last one again and again."""
        self.answers = list(answers)
        edges: dict[str, Any] = {"post": self.post, "sleep": self.sleep, "now": lambda: self.now}
        return Client(APP_ID, KEY, **edges | settings)

    def send(self, *answers: Answer, streams: int = 2, **settings: Any) -> Reply:
        """Send one mix to an endpoint that gives these answers."""
        return self.client(*answers, **settings).send(lambda: self.ask(streams), session="8888_denny")

    def ask(self, streams: int = 2) -> dict[str, Any]:
        self.asked += 1
        return payload(streams, int(self.now))

    def post(self, url: str, **sent: Any) -> Received:
        given = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.posted.append({"url": url, "query": query, "payload": json.loads(sent["data"]), **sent})
        if isinstance(given, BaseException):
            raise given
        return Received(*given) if isinstance(given, tuple) else Received(200, given)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    @property
    def signs(self) -> list[str]:
        """Every sign that may have been made on this stage, and the key: none of them may be seen."""
        return [KEY, *(sign(KEY, t) for t in range(NOW, NOW + 200))]


def http(status: int, body: str, *headers: str) -> bytes:
    """An HTTP answer as bytes."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body.encode())}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", body]).encode()
