"""Reads the report's page, as strictly as the tests need."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from report_sample import SPOKEN, Heard, heard

from auditor.records import Language
from auditor.report.inputs import ReportInput
from auditor.report.page import render

VOID = {"meta", "link", "input", "br", "img", "path", "use"}


class Element:
    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.parts: list[Element | str] = []

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        texts_of = (each if isinstance(each, str) else each.text for each in self.parts)
        return " ".join("".join(texts_of).split(" ")).strip()

    def all(self, tag: str = "", cls: str = "") -> list[Element]:
        found = []
        for each in self.parts:
            if isinstance(each, Element):
                if tag in ("", each.tag) and (not cls or cls in each.classes):
                    found.append(each)
                found += each.all(tag, cls)
        return found

    def id(self, name: str) -> Element:
        (found,) = [each for each in self.all() if each.attributes.get("id") == name]
        return found


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("root", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs}, self.here)
        self.here.parts.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.parts.append(Element(tag, {}, self.here))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
            assert self.here.parent
            self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.parts.append(data)


def page(source: ReportInput, language: Language = "en") -> Element:
    """Write the page without its figures, and read it."""
    return parsed(render(source, (), language))


def parsed(text: str) -> Element:
    reader = Reader()
    reader.feed(text)
    assert reader.here is reader.root
    return reader.root


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def only(person: str) -> Heard:
    """The recordings of one person of the sample."""
    blocks = re.split(r"\n(?=\S)", SPOKEN.strip("\n"))
    return heard("\n".join(block for block in blocks if block.startswith(person)))
