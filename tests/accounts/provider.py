"""An OpenID Connect provider on this machine, as small as the tests need it."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt

CLIENT_ID, SECRET = "ogl-portal", "only-for-tests-secret-of-the-client"


class Provider:
    """Signs in whoever asks as the person in ``claims``; ``asked`` keeps what came to the token endpoint."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "7", "email": "anna@example.org", "email_verified": True}
        self.userinfo: dict[str, Any] = {}
        self.asked: list[dict[str, str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def configuration(self) -> dict[str, Any]:
        names = ("authorization", "token", "userinfo")
        endpoints = {f"{name}_endpoint": f"{self.issuer}/{name}" for name in names}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **endpoints}

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        self.asked.append(form)
        about = {"iss": self.issuer, "aud": CLIENT_ID, "exp": int(time.time()) + 60}
        return {
            "access_token": "for-the-userinfo",
            "token_type": "Bearer",
            "id_token": jwt.encode(about | self.claims, "x" * 32, algorithm="HS256"),
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                pages = {
                    "/.well-known/openid-configuration": provider.configuration,
                    "/userinfo": lambda: provider.claims | provider.userinfo,
                }
                self._answer(pages[self.path]())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer(provider.token({name: values[0] for name, values in parse_qs(body).items()}))

            def _answer(self, content: dict[str, Any]) -> None:
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Nothing on the terminal."""

        return Handler
