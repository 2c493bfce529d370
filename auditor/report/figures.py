"""The figures: how claims grow with listening, and what is known of whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditor.inference.certainty import Certainty
from auditor.records import Language, Profile
from auditor.report.drawing import ACCENT, CRIMINAL, INK, MUTED, PERSON_COLOURS, png, style, svg
from auditor.report.graphml import xml_text
from auditor.report.inputs import ReportInput
from auditor.report.kinds import ordered, title
from auditor.report.numbers import number
from auditor.report.texts import texts
from auditor.risk.known import Known
from auditor.taxonomy import Category, category

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from auditor.risk import ClaimsCurve, CurvePoint

NAMES = frozenset({"claims_curve", "categories_by_person"})
"""The figures there can be."""

_MOST_PERSONS = 12
"""More columns of dots than this cannot be read; more persons are counted instead."""
_LONGEST_NAME = 16
_COLOURS = {9: ACCENT, 10: CRIMINAL, None: INK}
_STRENGTH = ("certain", "likely", "possible")


@dataclass(frozen=True)
class Drawing:
    """One figure: ``name`` is its file's, ``description`` what a reader who cannot see it hears."""

    name: str
    description: str
    svg: bytes
    png: bytes


def draw(source: ReportInput, language: Language) -> tuple[Drawing, ...]:
    """Return the figures that the input has something for: none when nothing is claimed."""
    known = _known(source)
    curves = [curve for curve in source.measures.curves if curve.points[-1].claims]
    drawings = []
    with style():
        if curves:
            figure = claims_curve(curves, language)
            drawings.append(_drawing("claims_curve", "claims_curve", figure, language))
        if known:
            what = "categories_in_crowd" if len(known) > _MOST_PERSONS else "categories_by_person"
            figure = categories_by_person(known, language)
            drawings.append(_drawing("categories_by_person", what, figure, language))
    return tuple(drawings)


def claims_curve(curves: Sequence[ClaimsCurve], language: Language) -> Figure:
    """Draw the number of claims against what was heard, one line a person.

    Minutes are on x, or utterances where somebody has only text. Dashes show the special
    categories. Where there are more persons than colours, nobody is named.
    """
    from matplotlib.figure import Figure

    words = texts(language)
    figure = Figure(figsize=(4.4, 3.2), layout="constrained")
    axes = figure.add_subplot()
    named = len(curves) <= len(PERSON_COLOURS)
    timed = all(point.minutes is not None for curve in curves for point in curve.points)
    for place, curve in enumerate(curves):
        colour, width = (PERSON_COLOURS[place], 1.6) if named else (MUTED, 0.7)
        _draw_curve(axes, curve, colour, width, timed=timed)
    if named:
        axes.legend(loc="upper left", frameon=False, labelcolor="linecolor", handlelength=1.4)
    axes.set_xlabel(words("figure.minutes" if timed else "figure.utterances"))
    axes.set_title(words("figure.claims"), loc="left", fontsize=9, color=MUTED)
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    _whole_numbers(axes.yaxis)
    axes.xaxis.set_major_formatter(lambda value, _: number(value, language))
    axes.grid(axis="y")
    return figure


def categories_by_person(
    known: Mapping[str, Mapping[str, Certainty]], language: Language
) -> Figure:
    """Draw what is known of whom: a filled dot is certain, a ring likely, a point possible.

    Of many persons, bars show of how many each category is surely known.

    Parameters
    ----------
    known
        By person, the best certainty of each category.
    """
    from matplotlib.figure import Figure

    kinds = ordered(name for person in known.values() for name in person)
    crowded = len(known) > _MOST_PERSONS
    width = 4.4 if crowded else 2.4 + 0.7 * max(len(known), 2)
    figure = Figure(figsize=(width, 0.9 + 0.24 * max(len(kinds), 3)), layout="constrained")
    axes = figure.add_subplot()
    if crowded:
        _draw_bars(axes, kinds, list(known.values()), language)
    else:
        _draw_dots(axes, kinds, list(known.values()))
        _label_persons(axes, list(known))
    _label_categories(axes, kinds, language)
    return figure


def _known(source: ReportInput) -> dict[str, dict[str, Certainty]]:
    reader = Known(source.decisions)
    known = {
        profile.person: _surest(profile, source, reader)
        for profile in sorted(source.profiles, key=lambda profile: profile.person)
    }
    return {person: kinds for person, kinds in known.items() if kinds}


def _surest(profile: Profile, source: ReportInput, reader: Known) -> dict[str, Certainty]:
    best: dict[str, Certainty] = {}
    for claim in profile.claims:
        if source.decisions.get(claim.id) != "rejected":
            kind = category(claim.category).id
            words = (reader.certainty(claim), best.get(kind, "possible"))
            best[kind] = min(words, key=_STRENGTH.index)
    return best


def _drawing(name: str, what: str, figure: Figure, language: Language) -> Drawing:
    description = texts(language)(f"figure.{what}")
    return Drawing(name, description, svg(figure), png(figure))


def _draw_curve(axes: Axes, curve: ClaimsCurve, colour: str, width: float, *, timed: bool) -> None:
    heard = [_heard(point, timed=timed) for point in curve.points]
    claims = [point.claims for point in curve.points]
    special = [point.special for point in curve.points]
    line: Any = {"where": "post", "color": colour}
    axes.step(heard, claims, linewidth=width, label=_short(curve.person), **line)
    axes.step(heard, special, linewidth=0.75 * width, linestyle=(0, (2, 2)), **line)


def _heard(point: CurvePoint, *, timed: bool) -> float:
    if not timed:
        return point.utterances
    assert point.minutes is not None
    return point.minutes


def _draw_dots(
    axes: Axes, kinds: Sequence[Category], known: Sequence[Mapping[str, Certainty]]
) -> None:
    size = {"certain": 42, "likely": 42, "possible": 7}
    for row, kind in enumerate(kinds):
        colour = _COLOURS[kind.article]
        for column, person in enumerate(known):
            if word := person.get(kind.id):
                face = "none" if word == "likely" else colour
                axes.scatter(
                    column, row, size[word], facecolors=face, edgecolors=colour, linewidths=1.2
                )
    axes.set_xlim(-0.6, max(len(known), 2) - 0.4)
    axes.grid(axis="y")


def _draw_bars(
    axes: Axes,
    kinds: Sequence[Category],
    known: Sequence[Mapping[str, Certainty]],
    language: Language,
) -> None:
    counts = [sum(person.get(kind.id) == "certain" for person in known) for kind in kinds]
    colours = [_COLOURS[kind.article] for kind in kinds]
    axes.barh(range(len(kinds)), counts, height=0.62, color=colours)
    axes.set_xlabel(texts(language)("figure.persons"))
    _whole_numbers(axes.xaxis)
    axes.grid(axis="x")


def _label_persons(axes: Axes, persons: Sequence[str]) -> None:
    crowded = len(persons) > 4 or any(len(person) > 8 for person in persons)
    axes.set_xticks(
        range(len(persons)),
        [_short(person) for person in persons],
        rotation=40 if crowded else 0,
        horizontalalignment="left" if crowded else "center",
    )
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _label_categories(axes: Axes, kinds: Sequence[Category], language: Language) -> None:
    axes.set_yticks(range(len(kinds)), [title(kind, language) for kind in kinds])
    for label, kind in zip(axes.get_yticklabels(), kinds, strict=True):
        label.set_color(_COLOURS[kind.article])
    axes.set_ylim(len(kinds) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)


def _whole_numbers(axis: object) -> None:
    from matplotlib.axis import Axis
    from matplotlib.ticker import MaxNLocator

    assert isinstance(axis, Axis)
    axis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


def _short(name: str) -> str:
    line = " ".join(xml_text(name).split())
    # A legend hides labels that begin with an underscore.
    line = line if not line.startswith("_") else "\u200b" + line
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1] + "…"
