"""The door: one password for all readers, where the app has one (`voila.json` names the class below).

Voilà's own is a token, which stands in addresses and so in logs, and a form that is not found under a prefix.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
from html import escape

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import PasswordIdentityProvider, User
from jupyter_server.auth.login import LoginFormHandler
from jupyter_server.utils import url_path_join
from tornado.web import RequestHandler
from traitlets import Unicode, default

from tilt.paths import COLOURS

PASSWORD = "TILT_PASSWORD"  # noqa: S105 (a variable's name)
DELAY = 1.0
"""Seconds that a wrong password costs."""

WRONG = "That is not the password."
FORM = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>Password: Tilt</title>
<style>{colours}
body {{ font: 1.1rem/1.6 var(--tilt-serif); color: var(--tilt-ink); background: var(--tilt-paper); }}
main {{ max-width: 24rem; margin: 20vh auto; padding: 0 1rem; }}
label, input, button {{ display: block; font: inherit; margin-top: .5rem; }}
input {{ box-sizing: border-box; width: 100%; min-height: 2.75rem; padding: 0 .5rem; }}
button {{ min-height: 2.75rem; padding: 0 1.5rem; }}
</style>
<main>
<h1>Tilt</h1>
<form method="post">{xsrf}
<p>Whoever runs this copy of the book gives its password to readers.</p>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
<p role="status">{says}</p>
<button>Open the book</button>
</form>
</main>
</html>
"""


class Door(PasswordIdentityProvider):
    """Lets in who has the password; without one, everybody."""

    password = Unicode(config=True, help=f"What readers type once; by default the environment's {PASSWORD}.")

    @default("password")
    def _password(self) -> str:
        return os.environ.get(PASSWORD, "")

    @property
    def auth_enabled(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.password) or super().auth_enabled

    def process_login_form(self, handler: RequestHandler) -> User | None:
        """The reader, where the form holds the password."""
        typed = handler.get_argument("password", default="", strip=False)
        if self.password and hmac.compare_digest(typed.encode(), self.password.encode()):
            return self.generate_anonymous_user(handler)
        return super().process_login_form(handler)

    def get_handlers(self) -> list[tuple[str, object]]:
        """The form, where Voilà sends who has no password yet: under its own address, which Jupyter leaves out."""
        assert self.parent
        return [(url_path_join(self.parent.server_url, "/login"), Login)] if self.auth_enabled else []


class Login(LoginFormHandler):
    """The form that asks for the password."""

    def _render(self, message: dict[str, str] | None = None) -> None:
        self.set_header("Cache-Control", "no-store")
        says = WRONG if message else ""
        colours = COLOURS.read_text(encoding="utf-8")
        self.finish(FORM.format(colours=colours, xsrf=self.xsrf_form_html(), says=escape(says)))

    @allow_unauthenticated
    async def post(self) -> None:
        """Let in, or ask again after a moment."""
        user = self.identity_provider.process_login_form(self)
        if user is None:
            await asyncio.sleep(DELAY)
            self.set_status(401)
            self._render({"error": WRONG})
            return
        self.identity_provider.set_login_cookie(self, user)
        self._redirect_safe(self.get_argument("next", default=self.base_url))


def secret(password: str) -> bytes:
    """What cookies are signed with: of the password alone, so that a restart and every replica know who was let in."""
    return hashlib.scrypt(password.encode(), salt=b"tilt: the door's cookies", n=2**14, r=8, p=1)
