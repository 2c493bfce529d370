"""Who gets what: recipients as data, what each holds, and what anonymising or mitigating leaves."""

from auditor.recipients.anonymise import Count, anonymise, counts
from auditor.recipients.held import Held
from auditor.recipients.mitigations import Loss, Mitigated, mitigate
from auditor.recipients.reading import names, read_scenario, scenario, scenarios
from auditor.recipients.recall import (
    Beyond,
    NeverAsked,
    Recall,
    beyond_declared,
    never_asked,
    values,
    wanted_recall,
)
from auditor.recipients.reidentify import Match, Reidentification, reidentify
from auditor.recipients.scenario import Fact, Scenario, Standing, fields
from auditor.recipients.sources import Source, Words
from auditor.recipients.steps import Recipe, recipe_label, recipes
from auditor.recipients.views import Score, View, retained, view

__all__ = [
    "Beyond",
    "Count",
    "Fact",
    "Held",
    "Loss",
    "Match",
    "Mitigated",
    "NeverAsked",
    "Recall",
    "Recipe",
    "Reidentification",
    "Scenario",
    "Score",
    "Source",
    "Standing",
    "View",
    "Words",
    "anonymise",
    "beyond_declared",
    "counts",
    "fields",
    "mitigate",
    "names",
    "never_asked",
    "read_scenario",
    "recipe_label",
    "recipes",
    "reidentify",
    "retained",
    "scenario",
    "scenarios",
    "values",
    "view",
    "wanted_recall",
]
