"""The imprint: what `data/edition.yaml` says of the book as a publication, every fault told with its line.

Loads no engine, so that whoever builds pages can ask.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from tilt.paths import data, root
from tilt.record.problems import InputError, Problem
from tilt.record.yaml_file import YamlFile

BASEURL = "TILT_BASEURL"
"""Environment variable that says where the site will be, where the file does not."""

LINE = "a line of text"
ADDRESS = "an address that starts with https:// or http://, or nothing"


def _day(value: Any) -> Any:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def _line(value: str) -> str:
    if "\n" in value.strip() or not value.strip():
        raise ValueError(f"is not {LINE}")
    return value.strip()


def _address(value: str) -> str:
    parts = urlsplit(value.strip())
    if value.strip() and (
        parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", value.strip())
    ):
        raise ValueError("is no whole address")
    return value.strip().rstrip("/")


Line = Annotated[str, AfterValidator(_line)]
Address = Annotated[str, AfterValidator(_address)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: Line = Field(description='text in quotes, such as "2026-11"')
    as_of: Annotated[datetime.date, BeforeValidator(_day)] = Field(description="a day, such as 2026-11-01")
    title: Line = Field(description=LINE)
    subtitle: Line = Field(description=LINE)
    description: Line = Field(description=LINE)
    authors: list[Line] = Field(min_length=1, description='a list of names: "Family name, given names", or a group’s')
    repository: Address = Field("", description=ADDRESS)
    address: Address = Field("", description=ADDRESS)


@dataclass(frozen=True)
class Imprint:
    """A publication: edition's name and day, title, question, a sentence or two, authors, and where it is.

    `authors` are as the file has them; `repository` and `address` have no slash at their end and may be empty.
    """

    name: str
    as_of: datetime.date
    title: str
    subtitle: str
    description: str
    authors: tuple[str, ...]
    repository: str
    address: str

    @property
    def by(self) -> str:
        """The authors in a line, each with the given names first."""
        return ", ".join(" ".join(reversed(author.split(", ", 1))) for author in self.authors)

    @property
    def sources(self) -> str:
        """Where the sources are: as stated, else GitHub's repository that builds, else the checkout's; or nothing."""
        return self.repository or _building() or remote(root())

    @property
    def site(self) -> str:
        """Where the site is: as stated, else as the environment variable `TILT_BASEURL` says; or nothing."""
        return self.address or os.environ.get(BASEURL, "").strip().rstrip("/")


def imprint() -> Imprint:
    """What `data/edition.yaml` says. Raises InputError with every fault of the file."""
    faults: list[Problem] = []
    file = YamlFile(data() / "edition.yaml", faults)
    entry = file.model(_Entry, file.tree, (), "edition") if file.parse() else None
    if entry is None:
        raise InputError(faults)
    return Imprint(**entry.model_dump(exclude={"authors"}), authors=tuple(entry.authors))


def _building() -> str:
    """The address of the repository whose workflow this runs in, or nothing."""
    server, name = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_REPOSITORY", "")
    return f"{server.rstrip('/')}/{name}" if server and name else ""


def remote(folder: Path) -> str:
    """The web address of the repository that a checkout was cloned from, or nothing."""
    command = ["git", "-C", str(folder), "remote", "get-url", "origin"]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:  # no git here
        return ""
    return web_address(asked.stdout.strip()) if asked.returncode == 0 else ""


SSH = re.compile(r"(?:ssh://)?(?:[\w.-]+@)(?P<host>[\w.-]+)(?::\d+/|[:/])(?P<path>[^\s]+)")


def web_address(cloned: str) -> str:
    """What a browser opens, from what `git` clones; nothing for a folder. Names and passwords in it are left out."""
    if parts := SSH.fullmatch(cloned):
        host, path = parts["host"], parts["path"]
    else:
        split = urlsplit(cloned)
        if split.scheme not in ("http", "https") or not split.hostname:
            return ""
        host, path = split.netloc.rpartition("@")[2], split.path
    return f"https://{host}/{path.strip('/').removesuffix('.git')}"
