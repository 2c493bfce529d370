"""The page: one file that holds everything it shows and asks for nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import jinja2
from markupsafe import Markup

from auditor.inference.certainty import CERTAIN, COUNTED, LIKELY
from auditor.records import Language
from auditor.report import sections, view
from auditor.report.drawing import inline
from auditor.report.figures import Drawing, draw
from auditor.report.files import plain
from auditor.report.headline import headline, roots
from auditor.report.inputs import ReportInput
from auditor.report.kinds import label, ordered, title
from auditor.report.numbers import number
from auditor.report.texts import texts

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src data:; media-src data:; base-uri 'none'; form-action 'none'"
)
"""The page's Content-Security-Policy: whatever it holds, it can connect to nothing."""

_SCRIPT_TEXTS = ("headline", "filter", "evidence", "verdict", "format.and")
"""Which texts the page's script needs."""


def html(source: ReportInput, language: Language = "en") -> str:
    """Return the report as one HTML document, for a file or a notebook's frame."""
    return render(source, draw(source, language), language)


def render(source: ReportInput, drawings: Sequence[Drawing], language: Language) -> str:
    """Return the report with figures that are drawn already."""
    clips = view.clips(source)
    head = headline(source, language)
    page = _template().render(
        language=language,
        policy=POLICY,
        t=texts(language),
        n=texts(language).count,
        label=partial(label, language=language),
        title=partial(title, language=language),
        headline=head,
        people=view.people(source, clips, language),
        kinds=ordered(claim.category for one in source.profiles for claim in one.claims),
        clips=clips.values(),
        first=list(sections.first_revealed(source, language)),
        measures=list(sections.measures(source, language)),
        recordings=list(sections.recordings(source, language)),
        recordings_lead=sections.recordings_lead(source, language),
        nothing_heard=not source.transcripts,
        figures=[_figure(drawing) for drawing in drawings],
        synthetic=bool(source.run.get("synthetic")),
        models=source.run.get("models", []),
        packages=sections.pairs(sections.packages(source)),
        configuration=sections.pairs(source.run.get("configuration", {})),
        calibrated=source.calibrated,
        thresholds=_thresholds(language),
        script=_script(source, head.findings, language),
    )
    return plain(page)


@cache
def _template() -> jinja2.Template:
    folder = resources.files(__package__).joinpath("templates")
    loader = jinja2.FunctionLoader(lambda name: folder.joinpath(name).read_text("utf-8"))
    environment = jinja2.Environment(
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(style=_own(folder, "page.css"), behaviour=_own(folder, "page.js"))
    return environment.get_template("page.html")


def _own(folder: Traversable, name: str) -> Markup:
    # Style sheet and script are ours: they hold no word of anybody else.
    return Markup(folder.joinpath(name).read_text("utf-8"))  # noqa: S704


def _figure(drawing: Drawing) -> dict[str, Any]:
    # Serialised as XML, in which names and labels are escaped.
    svg = Markup(inline(drawing.svg, drawing.name, drawing.description))  # noqa: S704
    return {"name": drawing.name, "svg": svg, "description": drawing.description}


def _thresholds(language: Language) -> dict[str, str]:
    return {
        "certain": number(CERTAIN, language),
        "likely": number(LIKELY, language),
        "counted": number(COUNTED, language),
    }


def _script(source: ReportInput, findings: str, language: Language) -> dict[str, Any]:
    words = texts(language)
    return {
        "language": language,
        "texts": words.forms(*_SCRIPT_TEXTS),
        "findings": findings,
        "roots": [asdict(root) for root in roots(language)],
        "decisions": dict(source.decisions),
    }
