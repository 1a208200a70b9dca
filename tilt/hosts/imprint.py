"""Sphinx's configuration from `data/edition.yaml`: title, authors, question, description and where the book is."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

from tilt.record.imprint import imprint
from tilt.record.problems import InputError


def configure(app: Sphinx, config: Config) -> None:
    """Set what names the book; what `_config.yml` or a `conf.py` says of it is not asked. Raises ConfigError."""
    try:
        of = imprint()
    except InputError as error:
        raise ConfigError(str(error)) from error
    config.project = config.html_title = config.html_short_title = of.title
    config.author, config.copyright = of.by, f"{of.as_of.year}, {of.by}"
    config.version = config.release = of.name
    config.html_baseurl = f"{of.site}/" if of.site else ""
    config.html_context |= {
        "tilt_subtitle": of.subtitle,
        "tilt_description": of.description,
        "tilt_repository": of.sources,
        "tilt_edition": edition(),
    }


def edition() -> str:
    """Which frozen release this is, and of which day its data are."""
    of = imprint()
    return f"edition {of.name}, data as of {of.as_of.day} {of.as_of:%B %Y}"
