"use strict";

const settings = JSON.parse(document.getElementById("settings").textContent);
const claims = [...document.querySelectorAll(".claim")];
const filters = document.querySelector(".filters");
document.documentElement.classList.add("js");

// --- texts

function fill(key, values) {
  return settings.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function count(key, n, values) {
  const singular = settings.language === "fr" ? n < 2 : n === 1;
  let form = key + (singular ? ".one" : ".other");
  if (n === 0 && key + ".zero" in settings.texts) form = key + ".zero";
  return fill(form, { n: n.toLocaleString(settings.language), ...values });
}

function listing(items) {
  if (items.length < 2) return items.join("");
  return fill("format.and", { head: items.slice(0, -1).join(", "), last: items[items.length - 1] });
}

function say(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
}

// --- sound: one player for all clips

const player = new Audio();
player.id = "player";
let playing = null;

function label(button, key) {
  const { file, start, end } = button.dataset;
  button.setAttribute("aria-label", fill(key, { file, start, end }));
}

function show(button, active) {
  button.querySelector("use").setAttribute("href", active ? "#icon-stop" : "#icon-play");
  label(button, active ? "evidence.stop" : "evidence.play");
  button.classList.toggle("playing", active);
  button.style.setProperty("--done", "0%");
}

function stop() {
  player.pause();
  if (playing) show(playing, false);
  playing = null;
}

function play(button) {
  const same = playing === button;
  stop();
  if (same) return;
  playing = button;
  show(button, true);
  player.src = "data:audio/mpeg;base64," + document.getElementById(button.dataset.clip).textContent;
  player.play().catch((problem) => {
    // A second click before the sound has begun interrupts it: that is no failure.
    if (problem.name !== "AbortError" && playing === button) unplayable(button);
  });
}

function unplayable(button) {
  stop();
  const state = document.createElement("span");
  state.className = "state";
  state.textContent = settings.texts["evidence.unplayable"];
  button.nextElementSibling.append(state);
  button.disabled = true;
}

player.addEventListener("ended", stop);
player.addEventListener("timeupdate", () => {
  const done = (100 * player.currentTime) / player.duration;
  if (playing && Number.isFinite(done)) playing.style.setProperty("--done", done + "%");
});

// --- decisions: kept by the browser for this file, saved as decisions.json

const place = "auditor:" + location.pathname;
const decisions = { ...settings.decisions, ...remembered() };

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? {};
  } catch {
    return {};
  }
}

function remember() {
  try {
    localStorage.setItem(place, JSON.stringify(decisions));
  } catch {
    say("note", settings.texts["verdict.forgetful"]);
  }
}

function decide(id, decision) {
  // null, not absence: it takes back what the page was written with.
  decisions[id] = decisions[id] === decision ? null : decision;
  remember();
  review();
}

function review() {
  for (const claim of claims) {
    const decision = decisions[claim.dataset.claim] ?? "";
    const badge = claim.querySelector(".decided");
    badge.className = "decided " + decision;
    badge.textContent = decision && settings.texts["verdict." + decision];
    for (const button of claim.querySelectorAll("[data-decision]")) {
      button.setAttribute("aria-pressed", String(button.dataset.decision === decision));
    }
  }
  if (claims.length) headline();
}

function headline() {
  const decided = (wanted) => claims.filter((c) => decisions[c.dataset.claim] === wanted);
  const sure = new Set();
  for (const claim of claims) {
    const decision = decisions[claim.dataset.claim];
    const certain = decision ? decision === "confirmed" : claim.dataset.certainty === "certain";
    if (certain && "household" in claim.dataset) sure.add(claim.dataset.root);
  }
  const revealed = settings.roots.filter((root) => sure.has(root.id));
  const special = revealed.filter((root) => root.article === 9).map((root) => root.label);
  const criminal = revealed.some((root) => root.article === 10);
  const names = listing(special);
  const rejected = decided("rejected").length;
  const findings = settings.findings;
  say("head-sure", count("headline.sure", revealed.length));
  say("head-special", revealed.length ? ", " + count("headline.special", special.length, { names }) : "");
  document.getElementById("head-special").classList.toggle("special", special.length > 0);
  say("head-criminal", criminal ? ", " + settings.texts["headline.criminal"] : "");
  say("head-review", count("headline.review", decided("confirmed").length, { findings }));
  say("head-rejected", rejected ? ", " + count("headline.rejected", rejected) : "");
}

function save() {
  const known = Object.entries(decisions).filter(([, decision]) => decision);
  known.sort(([one], [other]) => (one < other ? -1 : 1));
  const text = JSON.stringify(Object.fromEntries(known), null, 1) + "\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "decisions.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function load(file) {
  const ids = new Set(claims.map((claim) => claim.dataset.claim));
  let n = 0;
  try {
    for (const [id, decision] of Object.entries(JSON.parse(await file.text()))) {
      if (!ids.has(id) || !["confirmed", "rejected"].includes(decision)) continue;
      decisions[id] = decision;
      n += 1;
    }
    say("note", count("verdict.loaded", n));
  } catch {
    say("note", settings.texts["verdict.unreadable"]);
  }
  if (n) remember();
  review();
}

// --- filters

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/\u2019/g, "'").toLowerCase();
}

const searchable = new Map();

function textOf(claim) {
  if (!searchable.has(claim)) {
    const group = claim.closest(".group").querySelector("h4").textContent;
    const person = claim.closest(".person").querySelector("h3").textContent;
    const parts = [...claim.querySelectorAll(".value, .facts, q, .where")].map((part) => part.textContent);
    searchable.set(claim, folded([person, group, ...parts].join(" ")));
  }
  return searchable.get(claim);
}

function filter() {
  const wanted = new FormData(filters);
  const words = folded(wanted.get("words")).split(/\s+/).filter(Boolean);
  const matches = (claim) =>
    ["person", "kind", "certainty"].every((key) => !wanted.get(key) || wanted.get(key) === claim.dataset[key]) &&
    (!wanted.get("special") || "article" in claim.dataset) &&
    words.every((word) => textOf(claim).includes(word));
  let shown = 0;
  for (const claim of claims) {
    claim.hidden = !matches(claim);
    shown += !claim.hidden;
  }
  const whole = shown === claims.length;
  for (const box of document.querySelectorAll(".group, .person")) {
    box.hidden = !whole && !box.querySelector(".claim:not([hidden])");
  }
  document.getElementById("nothing").hidden = shown > 0;
  filters.elements.shown.textContent = fill("filter.shown", { n: shown.toLocaleString(settings.language), findings: settings.findings });
}

// --- events

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.clip) play(button);
  if (button.dataset.decision) decide(button.closest(".claim").dataset.claim, button.dataset.decision);
});

if (filters) {
  const file = document.getElementById("file");
  filters.addEventListener("input", (event) => event.target !== file && filter());
  filters.addEventListener("submit", (event) => event.preventDefault());
  // The fields have their old values until the event is over.
  filters.addEventListener("reset", () => setTimeout(filter));
  document.getElementById("save").addEventListener("click", save);
  document.getElementById("load").addEventListener("click", () => file.click());
  file.addEventListener("change", () => file.files.length && load(file.files[0]).then(() => (file.value = "")));
  filter();
}

// --- links to a claim, and paper

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.matches(".claim")) return;
  target.hidden = false;
  target.open = true;
  target.scrollIntoView();
}

addEventListener("hashchange", openTarget);

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const each of closed) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of closed) each.open = false;
});

review();
openTarget();
