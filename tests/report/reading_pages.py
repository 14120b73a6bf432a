"""Reads a report as a browser would: its visible text, its attributes and the data of its pictures."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

DAY = datetime.date(2027, 1, 31)
COMMAND = "sobremesa compare calm-decade everything-at-once --plans baseline,adaptive --futures 60"
VOID = {"meta", "br", "link", "img", "circle", "path"}


@dataclass
class Page:
    text: str
    elements: list[tuple[str, dict[str, str]]]
    scripts: list[tuple[dict[str, str], str]]
    unclosed: list[str]

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]

    def data(self) -> dict[str, Any]:
        content = next(content for attributes, content in self.scripts if attributes.get("id") == "pictures")
        return json.loads(content)


@dataclass
class _Reader(HTMLParser):
    texts: list[str] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    scripts: list[tuple[dict[str, str], str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append((self.elements[-1][1], data))
        elif self.open and self.open[-1] != "style":
            self.texts.append(data)


def read(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(" ".join(" ".join(reader.texts).split()), reader.elements, reader.scripts, reader.open)


def unpacked(line: Any) -> list[Any]:
    """Do what report.js does with a shared line."""
    if isinstance(line, list):
        return line
    height, found = 0, []
    for step in line["steps"]:
        height += step
        found.append(height * 10.0 ** -line["decimals"])
    return found
