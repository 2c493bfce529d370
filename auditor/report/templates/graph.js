"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const holder = document.getElementById("graph");
  const panel = document.getElementById("evidence");
  const ROW = 27, GAP = 14, FIRST = 6, WIDE = 820;
  const open = new Set();
  let chosen = null;
  const pen = document.createElement("canvas").getContext("2d");

  const make = (name, attributes, parent, text) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    if (parent) parent.append(element);
    return element;
  };
  const width = (text, bold) => {
    pen.font = `${bold ? "bold " : ""}14px ${getComputedStyle(document.body).fontFamily}`;
    return pen.measureText(text).width;
  };
  const fitted = (text, room, bold) => {
    if (width(text, bold) <= room) return text;
    let low = 0, high = text.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (width(text.slice(0, middle) + "…", bold) <= room) low = middle; else high = middle - 1;
    }
    return text.slice(0, low).trimEnd() + "…";
  };
  const curve = (x1, y1, x2, y2, parent) => {
    const bend = (x1 + x2) / 2;
    return make("path", { class: "link", d: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}` }, parent);
  };
  const elbow = (x1, y1, x2, y2, parent) => make("path", { class: "link", d: `M${x1} ${y1}V${y2}H${x2}` }, parent);
  const press = (element, act) => {
    element.addEventListener("click", act);
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); }
    });
  };

  const rowsOf = (branch, place) => {
    const all = open.has(place) || branch.leaves.length <= FIRST + 1;
    const shown = all ? branch.leaves : branch.leaves.slice(0, FIRST);
    const rows = shown.map((leaf, at) => ({ leaf, key: `${place}.${at}` }));
    const rest = branch.leaves.length - shown.length;
    if (rest) {
      const form = data.texts[rest === 1 ? "more.one" : "more.other"];
      rows.push({ more: form.replace("{n}", rest), key: `${place}.more` });
    } else if (branch.leaves.length > FIRST + 1) rows.push({ more: data.texts.fewer, key: `${place}.more` });
    return rows;
  };

  const mark = (leaf, kind, x, y, parent) => {
    const size = leaf.certainty === "possible" ? 2.5 : 5.5;
    const paint = { fill: leaf.certainty === "likely" ? "var(--paper)" : `var(--${kind})`, stroke: `var(--${kind})`, "stroke-width": 1.5 };
    if (kind === "ordinary") make("circle", { cx: x, cy: y, r: size, ...paint }, parent);
    else if (kind === "article_10") make("rect", { x: x - size, y: y - size, width: 2 * size, height: 2 * size, ...paint }, parent);
    else {
      const points = kind === "entity" ? [[0, -1], [1, 0.8], [-1, 0.8]] : [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]];
      make("polygon", { points: points.map(([a, b]) => `${x + a * size},${y + b * size}`).join(" "), ...paint }, parent);
    }
  };

  const drawRow = (row, branch, place, at, parent) => {
    const { x, y, side, room } = at;
    const group = make("g", { class: row.more ? "row more" : "row", tabindex: 0, role: "button", "data-key": row.key }, parent);
    make("rect", { class: "hit", x: side > 0 ? x - 10 : x + 10 - room - 24, y: y - ROW / 2, width: room + 24, height: ROW, rx: 4 }, group);
    const anchor = side > 0 ? "start" : "end";
    if (row.more) {
      make("text", { x: x + side * 12, y: y + 5, "text-anchor": anchor }, group, row.more);
      press(group, () => {
        if (open.has(place)) open.delete(place); else open.add(place);
        draw(row.key);
      });
      return;
    }
    const { leaf } = row;
    const tail = (leaf.times > 1 ? `  ×${leaf.times}` : "") + (leaf.inferred ? `  (${data.texts.inferred})` : "");
    mark(leaf, branch.mark, x, y, group);
    const text = make("text", { x: x + side * 12, y: y + 5, "text-anchor": anchor }, group);
    make("tspan", {}, text, fitted(leaf.label, room - 12 - width(tail)));
    if (tail) make("tspan", { class: "tail", "xml:space": "preserve" }, text, tail);
    make("title", {}, group, `${leaf.label}: ${leaf.word}`);
    if (chosen === row.key) group.classList.add("chosen");
    group.setAttribute("aria-pressed", String(chosen === row.key));
    group.setAttribute("aria-label", `${branch.title}: ${leaf.label}, ${leaf.word}`);
    press(group, () => choose(row.key, branch, leaf));
  };

  const drawBranch = (branch, place, at, svg) => {
    const rows = rowsOf(branch, place);
    const group = make("g", { class: "branch" }, svg);
    group.addEventListener("pointerenter", () => group.classList.add("near"));
    group.addEventListener("pointerleave", () => group.classList.remove("near"));
    const { top, side, titleX, leafX, room, from } = at;
    const stacked = at.stacked ? ROW : 0;
    const centre = stacked ? top + ROW / 2 : top + rows.length * ROW / 2;
    const line = stacked ? elbow : curve;
    line(from[0], from[1], titleX - side * 6, centre, group);
    const titleRoom = stacked ? room + leafX - titleX : Math.abs(leafX - titleX) - 40;
    make("text", { class: `title ${branch.mark}`, x: titleX, y: centre + 5, "text-anchor": side > 0 ? "start" : "end" }, group, fitted(branch.title, titleRoom, true));
    rows.forEach((row, number) => {
      const y = top + stacked + (number + 0.5) * ROW;
      const start = stacked ? [titleX + 4, centre + 10] : [leafX - side * 34, centre];
      line(start[0], start[1], leafX - side * 10, y, group);
      drawRow(row, branch, place, { x: leafX, y, side, room }, group);
    });
    return rows.length * ROW + stacked + GAP;
  };

  const nameBox = (svg, x, y, room) => {
    const name = fitted(data.person, room, true), size = width(name, true) + 24;
    const group = make("g", { class: "person" }, svg);
    make("rect", { x: x - size / 2, y: y - 18, width: size, height: 36, rx: 8 }, group);
    make("text", { x, y: y + 5 }, group, name);
  };

  const drawWide = (svg, total) => {
    const sides = [[], []], heights = [0, 0];
    data.branches.forEach((branch, place) => {
      const side = heights[1] <= heights[0] ? 1 : 0;
      sides[side].push(place);
      heights[side] += rowsOf(branch, place).length * ROW + GAP;
    });
    const height = Math.max(...heights, 120) + 20, middle = total / 2;
    const titleAt = Math.min(110, total * 0.1), leafAt = titleAt + Math.min(230, total * 0.2);
    sides.forEach((places, which) => {
      const side = which ? 1 : -1;
      let top = (height - heights[which]) / 2;
      for (const place of places) {
        top += drawBranch(data.branches[place], place, {
          top, side, titleX: middle + side * titleAt, leafX: middle + side * leafAt,
          room: middle - leafAt - 16, from: [middle, height / 2],
        }, svg);
      }
    });
    nameBox(svg, middle, height / 2, 2 * titleAt - 30);
    return height;
  };

  const drawNarrow = (svg, total) => {
    let top = 54;
    data.branches.forEach((branch, place) => {
      top += drawBranch(branch, place, { top, side: 1, titleX: 26, leafX: 44, room: total - 60, from: [10, 40], stacked: true }, svg);
    });
    const size = Math.min(width(data.person, true) + 24, total);
    nameBox(svg, size / 2 + 1, 22, total - 24);
    return top;
  };

  const draw = (focus) => {
    const total = Math.max(holder.clientWidth, 240);
    const svg = make("svg", { role: "group" });
    const height = total >= WIDE ? drawWide(svg, total) : drawNarrow(svg, total);
    svg.setAttribute("viewBox", `0 0 ${total} ${height}`);
    svg.setAttribute("height", height);
    holder.replaceChildren(svg);
    if (focus) holder.querySelector(`[data-key="${focus}"]`)?.focus();
  };

  const listed = (heading, quotes) => {
    if (!quotes.length) return [];
    const title = document.createElement("h3"), list = document.createElement("ul");
    title.textContent = heading;
    for (const quote of quotes) {
      const item = document.createElement("li"), words = document.createElement("q"), where = document.createElement("span");
      words.textContent = quote.text;
      words.lang = quote.language;
      where.className = "where";
      where.textContent = [quote.where, quote.at].filter(Boolean).join(" · ");
      item.append(words, where);
      list.append(item);
    }
    return [title, list];
  };

  const choose = (key, branch, leaf) => {
    chosen = chosen === key ? null : key;
    panel.hidden = false;
    panel.replaceChildren();
    if (chosen) {
      const title = document.createElement("h2"), how = document.createElement("p"), rest = document.createElement("p");
      title.textContent = `${branch.title}: ${leaf.label}`;
      title.className = branch.mark;
      how.textContent = branch.mark === "entity" ? leaf.word : `${data.texts[leaf.inferred ? "inferred" : "stated"]}, ${leaf.word}`;
      rest.textContent = leaf.further;
      panel.append(title, how, ...listed(data.texts.for, leaf.for), rest, ...listed(data.texts.against, leaf.against));
    } else panel.textContent = data.texts.choose;
    draw(key);
  };

  if (data.branches.length) {
    document.getElementById("list").hidden = true;
    holder.hidden = panel.hidden = false;
    panel.textContent = data.texts.choose;
    draw();
    let last = holder.clientWidth;
    new ResizeObserver(() => {
      if (holder.clientWidth !== last) { last = holder.clientWidth; draw(); }
    }).observe(holder);
  }
})();
