# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A first audit
#
# This notebook audits one of the demo corpora: three invented French drivers, about twenty
# utterances each, spoken by synthetic voices in a synthetic car. What it scores is a smoke test
# of the instrument, not a statement about any assistant.
#
# Before it runs, fetch the model it listens with: `auditor models fetch whisper-base`.

# %%
import os
from pathlib import Path

import auditor

here = Path.cwd()
corpora = next(each for each in (here / "corpora", here.parent / "corpora") if each.is_dir())
source = Path(os.environ.get("AUDITOR_NOTEBOOK_SOURCE", corpora / "demo-fr"))

# %% [markdown]
# One call goes from sound to measures. Nothing leaves the machine, and without an output folder
# nothing is written either.

# %%
result = auditor.audit(source)
[(row.name, row.status, row.words) for row in result.rows][:5]

# %% [markdown]
# ## What leaks
# Each row is one thing that one utterance gives away. `why` names the rule that decided, and
# `start_s` and `end_s` are the seconds of the recording to listen to.

# %%
columns = ["person", "category", "value", "about", "score", "start_s", "end_s", "why"]
result.attributes[columns].head(12)

# %% [markdown]
# ## What a profile looks like
# Attributes that say the same thing become one claim. Special categories (GDPR Art. 9) first.

# %%
from auditor.taxonomy import category

profile = result.profiles[0]
claims = sorted(
    profile.claims, key=lambda claim: (category(claim.category).article != 9, -claim.probability)
)
for claim in claims[:10]:
    print(f"{category(claim.category).label('fr'):28} {claim.value:32} {len(claim.evidence)} ×")

# %% [markdown]
# ## From a claim back to the sound
# The evidence graph links each claim to the utterances that support it.

# %%
claim = claims[0]
utterances = {
    utterance.id: utterance
    for transcript in result.transcripts.values()
    for utterance in transcript.utterances
}
for identity in claim.evidence:
    utterance = utterances[identity]
    print(f"{utterance.start_s:6.1f} s – {utterance.end_s:6.1f} s   {utterance.text}")

# %%
result.graph

# %% [markdown]
# ## Measures
# Every measure says how many persons or utterances it rests on and what it assumes.

# %%
import pandas as pd

pd.DataFrame(result.measures.to_dict()["risks"])[["name", "value", "interval", "n", "unit"]]

# %% [markdown]
# ## The page for people
# The same result as one self-contained page, in English or French, with players for the evidence.

# %%
import tempfile

page = result.to_html(Path(tempfile.mkdtemp()) / "audit.html", language="fr")
f"{page.stat().st_size / 1e6:.1f} MB"
