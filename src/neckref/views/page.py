"""Templates and the policy of a page: nothing is loaded, and only what neckref wrote may run."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from neckref.views.icons import DIRECTNESS_ICONS, RELATION_ICONS, SUMMARY_ICONS, class_of, slug


@cache
def environment() -> Environment:
    """Templates of this folder, with autoescape on and undefined names an error."""
    env = Environment(
        loader=PackageLoader("neckref", "views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["slug"] = slug
    env.filters["class_of"] = class_of
    env.filters["code"] = _code
    env.globals["sprite"] = own(sprite())
    return env


def own(text: str) -> Markup:
    """Markup that neckref wrote itself, with every foreign text in it escaped already: not escaped again."""
    return Markup(text)  # noqa: S704


def policy(style: str, script: str = "") -> str:
    """Content-Security-Policy for a page whose only style and script are these two texts, to the letter."""
    parts = ["default-src 'none'", f"style-src '{_hash(style)}'", "base-uri 'none'", "form-action 'none'"]
    if script:
        parts += [f"script-src '{_hash(script)}'", "img-src blob: data:"]
    return "; ".join(parts)


def review_policy(style: str, script: str) -> str:
    """The same for the review page, which may talk to the server it came from."""
    return f"{policy(style, script)}; connect-src 'self'"


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _code(text: str) -> Markup:
    """Words between backticks, as messages for the terminal have them, as code."""
    return own(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def sprite() -> str:
    """Every icon once, hidden, to be used by name: "#i-supported-indirectly", "#i-partly-supports", "#i-direct"."""
    icons = {**SUMMARY_ICONS, **RELATION_ICONS, **DIRECTNESS_ICONS}
    symbols = "".join(
        f'<symbol id="i-{slug(name)}" viewBox="-8 -8 16 16" overflow="visible">{shape}</symbol>'
        for name, shape in icons.items()
    )
    return f'<svg width="0" height="0" class="sprite" aria-hidden="true" focusable="false">{symbols}</svg>'
