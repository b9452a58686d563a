"use strict";
/* Moves about in the drawing that the page already holds. Every text goes in by textContent; nothing is fetched. */
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const claims = new Map(data.claims.map((c) => [c.id, c]));
  const papers = new Map(data.papers.map((p) => [p.id, p]));
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const canvas = one(".canvas"), panel = one(".panel"), status = one("[role=status]");
  const pictures = all(".canvas .picture");
  const state = { view: claims.size ? "evidence" : "literature", chosen: null, zoom: 1, path: null };

  /* ---- which picture ---- */
  const picture = () => pictures.find((p) => !p.hasAttribute("hidden"));
  const natural = (p) => p.viewBox.baseVal;
  const nodes = (p) => (p.nodeList ??= all(".node", p));
  const lines = (p) => (p.lineList ??= all(".edge, .citation", p));
  const nodeOf = (p, id) => (p.byId ??= new Map(nodes(p).map((n) => [n.dataset.id, n]))).get(id);

  const sizeFor = (width) => (width >= 1040 ? "wide" : width >= 640 ? "medium" : "narrow");

  function show(view) {
    state.view = view;
    const size = sizeFor(canvas.clientWidth);
    for (const p of pictures) p.toggleAttribute("hidden", p.dataset.view !== view || p.dataset.size !== size);
    for (const b of all("button[data-view]")) b.setAttribute("aria-pressed", String(b.dataset.view === view));
    rove(picture(), nodeOf(picture(), state.chosen) ?? nodes(picture())[0]);
    fit();
    filter();
  }

  function fit() {
    state.zoom = Math.min(1.5, (canvas.clientWidth || 1) / natural(picture()).width);
    scale();
  }

  function scale(factor = 1) {
    const p = picture(), before = state.zoom;
    state.zoom = Math.min(6, Math.max(0.1, state.zoom * factor));
    const cx = canvas.scrollLeft + canvas.clientWidth / 2, cy = canvas.scrollTop + canvas.clientHeight / 2;
    p.setAttribute("width", natural(p).width * state.zoom);
    p.setAttribute("height", natural(p).height * state.zoom);
    canvas.scrollLeft = (cx * state.zoom) / before - canvas.clientWidth / 2;
    canvas.scrollTop = (cy * state.zoom) / before - canvas.clientHeight / 2;
    canvas.classList.toggle("pannable", canvas.scrollWidth > canvas.clientWidth || canvas.scrollHeight > canvas.clientHeight);
  }

  /* ---- neighbours ---- */
  function light(ids) {
    const p = picture();
    p.classList.toggle("hot", Boolean(ids));
    if (!ids) return;
    for (const n of nodes(p)) n.classList.toggle("on", ids.has(n.dataset.id));
  }

  function neighbours(id) {
    const p = picture();
    if (!nodeOf(p, id)) return light(null);
    const near = new Set([id]);
    for (const line of lines(p)) {
      const mine = line.dataset.a === id || line.dataset.b === id;
      line.classList.toggle("on", mine);
      if (mine && !line.classList.contains("off")) near.add(line.dataset.a).add(line.dataset.b);
    }
    light(near);
  }

  function rest() {
    if (state.path) return lightPath(state.path);
    if (state.chosen) neighbours(state.chosen);
    else light(null);
  }

  function lightPath(path) {
    const steps = new Set(path.slice(1).flatMap((id, i) => [path[i] + " " + id, id + " " + path[i]]));
    for (const line of lines(picture())) line.classList.toggle("on", steps.has(line.dataset.a + " " + line.dataset.b));
    light(new Set(path));
  }

  /* ---- shortest way from any claim (or the given one) to a paper, over evidence and citations ---- */
  function pathTo(goal) {
    const links = new Map();
    const link = (a, b) => { (links.get(a) ?? links.set(a, []).get(a)).push(b); (links.get(b) ?? links.set(b, []).get(b)).push(a); };
    for (const c of data.claims) for (const e of c.evidence) if (e.relation !== "mentions") link(c.id, e.paper);
    for (const p of data.papers) for (const r of p.references) if (papers.has(r)) link(p.id, r);
    const from = new Map(data.claims.map((c) => [c.id, null]));
    const queue = [...from.keys()];
    for (const here of queue) {
      if (here === goal) break;
      for (const next of links.get(here) ?? []) if (!from.has(next)) { from.set(next, here); queue.push(next); }
    }
    if (!from.has(goal)) return null;
    const path = [goal];
    while (from.get(path[0])) path.unshift(from.get(path[0]));
    return path;
  }

  /* ---- the panel ---- */
  const h = (name, props = {}, ...children) => {
    const el = document.createElement(name);
    for (const [key, value] of Object.entries(props)) if (value !== undefined) el.setAttribute(key, value);
    el.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
    return el;
  };
  const SVG = "http://www.w3.org/2000/svg";
  const icon = (name) => {
    const svg = document.createElementNS(SVG, "svg"), use = document.createElementNS(SVG, "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", "#i-" + name.replaceAll(" ", "-"));
    svg.append(use);
    return svg;
  };
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const go = (id) => {
    const claim = claims.get(id), paper = papers.get(id);
    const words = claim ? `Claim ${claim.number}: ${claim.text}` : `${paper.label}: ${paper.title}`;
    return h("button", { type: "button", class: "go", "data-go": id }, words);
  };
  const list = (title, ids) => {
    const known = ids.filter((id) => claims.has(id) || papers.has(id));
    return known.length ? [h("h3", {}, `${title} (${known.length})`), h("ul", {}, ...known.map((id) => h("li", {}, go(id))))] : [];
  };
  const passage = (e) => e.quote !== null
    ? [h("blockquote", {}, `“${e.quote}”`), h("p", { class: "from" }, `Quote from the paper’s ${e.passage_from}`)]
    : e.summary !== null ? [digest(e.summary, e.passage_from)] : [];
  const digest = (text, from) => h("div", { class: "digest" }, h("b", {}, `Summary, not a quote${from ? ` (${from})` : ""}`), text);
  const aspect = (a) => h("div", { class: "aspect" }, h("span", {}, a.name + ": "), h("b", {}, a.value), a.words ? `; ${a.words}` : "", ` ${a.reason}`);
  const finding = (f) => h("li", {}, h("b", {}, capital(f.severity)), ` ${f.code}: ${f.message} ${f.remedy}`);
  const findings = (found) => (found.length ? [h("h3", {}, "Findings"), h("ul", {}, ...found.map(finding))] : []);
  const evidence = (e, head) => h("div", { class: "ev" }, h("div", {}, icon(e.relation), " ", h("b", {}, capital(e.relation)), `, ${e.directness}: `, head),
    h("p", { class: "facts" }, [e.level === "unknown" ? "level unknown" : e.level, e.n === null ? "" : `${e.n} people`, e.level_note].filter(Boolean).join(" · ")),
    e.reason ? h("p", {}, e.reason) : "", ...passage(e), ...e.aspects.map(aspect), h("p", { class: "from" }, e.decision || `By the linker “${e.linker}”`));

  function claimPanel(c) {
    return [
      h("h2", { tabindex: "-1" }, `Claim ${c.number}`),
      h("p", {}, c.before, h("mark", {}, c.text), c.after),
      h("p", {}, icon(c.summary), " ", h("b", {}, capital(c.summary)), `. ${c.reason}`),
      h("p", { class: "facts" }, [c.section, c.kind, c.checkable ? "" : "not for a study to show"].filter(Boolean).join(" · ")),
      ...c.dangling.map((words) => h("p", {}, h("span", { class: "flag" }, "SOURCE MISSING"), `“${words}” names nobody.`)),
      ...c.evidence.map((e) => evidence(e, go(e.paper))),
      ...findings(c.findings),
    ];
  }

  function paperPanel(p) {
    const path = pathTo(p.id);
    const beside = data.claims.flatMap((c) => c.evidence.filter((e) => e.paper === p.id));
    return [
      h("h2", { tabindex: "-1" }, p.title),
      h("p", {}, p.retracted ? h("span", { class: "flag" }, "RETRACTED") : "", p.orphan ? h("span", { class: "flag" }, "ORPHAN: no claim rests on it") : ""),
      h("p", {}, p.authors, h("br"), h("span", { class: "facts" }, p.where)),
      h("ul", {}, ...p.links.map(([words, url]) => h("li", {}, h("a", { href: url, rel: "noopener noreferrer" }, words)))),
      h("p", { class: "facts" }, [p.level || "level unknown", p.design, p.n === null ? "" : `${p.n} people`, p.population].filter(Boolean).join(" · ")),
      ...p.notices.map((words) => h("p", {}, h("b", {}, words))),
      h("p", {}, p.numbers.length ? `Reference ${p.numbers.join(", ")} of the article.` : "Not cited by the article.", p.cited_by_count === null ? "" : ` Cited ${p.cited_by_count.toLocaleString("en")} times, as far as the sources know.`),
      ...(p.summary ? [digest(p.summary, p.summary_from)] : []),
      ...(p.abstract ? [h("details", {}, h("summary", {}, "Abstract"), h("blockquote", {}, ...p.abstract.split("\n").flatMap((line) => [line, h("br")])))] : []),
      ...beside.map((e) => evidence(e, go(e.claim))),
      ...(path && path.length > 2 ? [h("h3", {}, "Way from the claims"), h("ol", {}, ...path.map((id) => h("li", {}, go(id)))), h("button", { type: "button", class: "go", "data-path": JSON.stringify(path) }, "Show this way in the picture")] : []),
      ...list("Cites", p.references), ...list("Cited by", p.cited_by),
      ...findings(p.findings),
      ...(p.doubts.length ? [h("h3", {}, "In doubt"), h("ul", {}, ...p.doubts.map((d) => h("li", {}, d)))] : []),
      h("p", { class: "from" }, `Known from: ${p.sources || "nobody"}`),
    ];
  }

  /* What the panel shows while nothing is chosen. */
  function overview() {
    const count = new Map();
    for (const c of data.claims) count.set(c.summary, (count.get(c.summary) ?? 0) + 1);
    const urgent = [...data.papers.filter((p) => p.retracted || p.orphan), ...data.claims.filter((c) => c.summary === "disputed" || c.summary === "mixed" || c.dangling.length)];
    panel.replaceChildren(
      h("h2", { tabindex: "-1" }, "At a glance"),
      ...(count.size ? [h("ul", { class: "plain" }, ...[...count].map(([verdict, n]) => h("li", {}, icon(verdict), ` ${n} ${verdict}`)))] : []),
      ...list("To look at first", urgent.map((x) => x.id)),
      h("p", { class: "facts" }, "Pick a claim or a paper to read what stands behind it."),
    );
    panel.classList.add("idle");
  }

  function choose(id, focus = true) {
    const item = claims.get(id) ?? papers.get(id);
    if (!item) return close(false);
    state.chosen = id;
    state.path = null;
    if (!nodeOf(picture(), id)) show(state.view === "evidence" ? "literature" : "evidence");
    const shut = h("button", { type: "button", class: "close" }, "Close");
    panel.replaceChildren(h("div", { class: "top" }, claims.has(id) ? "Claim" : "Paper", shut), ...(claims.has(id) ? claimPanel(item) : paperPanel(item)));
    panel.classList.remove("idle");
    panel.scrollTop = 0;
    for (const el of all(".node.chosen, tr.chosen")) el.classList.remove("chosen");
    for (const el of all(`[data-id="${CSS.escape(id)}"]`)) el.classList.add("chosen");
    const node = nodeOf(picture(), id);
    if (node) { rove(picture(), node); bring(node); }
    neighbours(id);
    history.replaceState(null, "", "#" + encodeURIComponent(id));
    if (focus) panel.querySelector("h2").focus({ preventScroll: true });
  }

  /* Scrolls canvas and page as little as needed; on small screens the mark goes above the sheet. */
  function bring(node) {
    const mark = node.querySelector(".box, .disc");
    mark.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (innerWidth >= 1100 || panel.classList.contains("idle")) return;
    const top = mark.getBoundingClientRect().top;
    if (top < 60 || top > innerHeight * 0.3) scrollBy({ top: top - innerHeight * 0.15 });
  }

  function close(back = true) {
    const id = state.chosen;
    state.chosen = state.path = null;
    overview();
    for (const el of all(".node.chosen, tr.chosen")) el.classList.remove("chosen");
    light(null);
    history.replaceState(null, "", location.pathname + location.search);
    if (back && id) nodeOf(picture(), id)?.focus();
  }

  /* ---- search and filters ---- */
  const bad = new Set(["disputed", "mixed", "no support among the cited papers"]);
  const letters = { ø: "o", æ: "ae", œ: "oe", ß: "ss", ð: "d", þ: "th", ł: "l", đ: "d", ı: "i" };
  const fold = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[øæœßðþłđı]/g, (c) => letters[c]);
  const text = new Map([
    ...data.claims.map((c) => [c.id, [`claim ${c.number}`, c.text, c.section, c.summary, c.reason].join(" ")]),
    ...data.papers.map((p) => [p.id, [p.label, p.title, p.authors, p.where, ...p.links.flat()].join(" ")]),
  ].map(([id, words]) => [id, fold(words)]));
  const ticked = (name) => new Set(all(`input[name=${name}]:checked`).map((i) => i.value));

  function filter() {
    const words = fold(one("#search").value).split(/\s+/).filter(Boolean);
    const relation = ticked("relation"), directness = ticked("directness"), level = one("#level").value;
    const from = Number(one("#from").value || -Infinity), to = Number(one("#to").value || Infinity), problems = one("#problems").checked;
    const lineOn = (d) => relation.has(d.relation) && directness.has(d.directness) && (!level || d.level === level);
    const narrowed = level || all("input[name=relation], input[name=directness]").some((i) => !i.checked);
    const lit = new Set(data.claims.flatMap((c) => c.evidence.filter(lineOn).flatMap((e) => [e.claim, e.paper])));
    const found = (id) => words.every((w) => text.get(id).includes(w));
    const on = new Set();
    for (const c of data.claims)
      if (found(c.id) && (!narrowed || lit.has(c.id)) && (!problems || bad.has(c.summary) || c.dangling.length || c.findings.length)) on.add(c.id);
    for (const p of data.papers)
      if (found(p.id) && (!narrowed || lit.has(p.id)) && (p.year === null ? from === -Infinity && to === Infinity : p.year >= from && p.year <= to) && (!problems || p.retracted || p.orphan || p.findings.length)) on.add(p.id);
    const p = picture();
    for (const n of nodes(p)) n.classList.toggle("off", !on.has(n.dataset.id));
    for (const line of lines(p)) {
      const ends = words.length ? on.has(line.dataset.a) || on.has(line.dataset.b) : on.has(line.dataset.a) && on.has(line.dataset.b);
      line.classList.toggle("off", !ends || (line.classList.contains("edge") && !lineOn(line.dataset)));
    }
    if (words.length) for (const line of lines(p)) if (!line.classList.contains("off"))
      for (const end of [line.dataset.a, line.dataset.b]) nodeOf(p, end)?.classList.remove("off");
    for (const row of all(".tables tr[data-id]")) row.hidden = !on.has(row.dataset.id);
    const claimsOn = data.claims.filter((c) => on.has(c.id)).length;
    status.textContent = on.size === text.size ? "" : `${claimsOn} of ${claims.size} claims and ${on.size - claimsOn} of ${papers.size} papers match.`;
    rest();
  }

  /* ---- keys ---- */
  function rove(p, node) {
    for (const n of nodes(p)) n.setAttribute("tabindex", n === node ? "0" : "-1");
  }

  function step(node, key) {
    const at = (n) => { const b = (n.querySelector(".box, .disc") ?? n).getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; };
    const [x, y] = at(node), way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    let best = null, least = Infinity;
    for (const n of nodes(picture())) {
      if (n === node || n.classList.contains("off")) continue;
      const [nx, ny] = at(n), along = (nx - x) * way[0] + (ny - y) * way[1], across = Math.abs((nx - x) * way[1]) + Math.abs((ny - y) * way[0]);
      if (along > 1 && along + 2 * across < least) { least = along + 2 * across; best = n; }
    }
    return best;
  }

  canvas.addEventListener("keydown", (event) => {
    const node = event.target.closest?.(".node");
    if (event.key === "+" || event.key === "=") scale(1.25);
    else if (event.key === "-") scale(0.8);
    else if (event.key === "0") fit();
    else if (node && (event.key === "Enter" || event.key === " ")) choose(node.dataset.id);
    else if (node && event.key.startsWith("Arrow")) {
      const next = step(node, event.key);
      if (next) { rove(picture(), next); next.focus({ preventScroll: true }); bring(next); }
    } else if (node && (event.key === "Home" || event.key === "End")) {
      const on = nodes(picture()).filter((n) => !n.classList.contains("off")), next = on.at(event.key === "Home" ? 0 : -1);
      if (next) { rove(picture(), next); next.focus({ preventScroll: true }); bring(next); }
    } else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state.chosen) close(); });

  /* ---- pointer ---- */
  let dragged = false;
  canvas.addEventListener("pointerover", (event) => { const n = event.target.closest(".node"); if (n) neighbours(n.dataset.id); });
  canvas.addEventListener("pointerout", (event) => { if (event.target.closest(".node")) rest(); });
  canvas.addEventListener("focusin", (event) => { const n = event.target.closest(".node"); if (n) neighbours(n.dataset.id); });
  canvas.addEventListener("focusout", rest);
  canvas.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    const [x, y, left, top] = [event.clientX, event.clientY, canvas.scrollLeft, canvas.scrollTop];
    const move = (e) => {
      if (Math.abs(e.clientX - x) + Math.abs(e.clientY - y) < 5) return;
      dragged = true;
      canvas.classList.add("panning");
      canvas.scrollLeft = left - (e.clientX - x);
      canvas.scrollTop = top - (e.clientY - y);
    };
    const up = () => { canvas.classList.remove("panning"); removeEventListener("pointermove", move); removeEventListener("pointerup", up); };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
  });
  canvas.addEventListener("wheel", (event) => { if (event.ctrlKey) { event.preventDefault(); scale(event.deltaY < 0 ? 1.1 : 0.9); } }, { passive: false });

  document.addEventListener("click", (event) => {
    const node = event.target.closest(".canvas .node"), button = event.target.closest("button");
    if (node && !dragged) return choose(node.dataset.id);
    if (!button) return;
    if (button.dataset.go) choose(button.dataset.go);
    else if (button.dataset.view) { show(button.dataset.view); }
    else if (button.dataset.path) { state.path = JSON.parse(button.dataset.path); show("literature"); }
    else if (button.classList.contains("close")) close();
    else if (button.dataset.do) ({ in: () => scale(1.25), out: () => scale(0.8), reset, svg: keepSvg, png: keepPng, print: () => print() })[button.dataset.do]();
    else if (button.closest("th")) sort(button.closest("th"));
  });

  function reset() {
    for (const input of all(".filters input[type=checkbox][name]")) input.checked = true;
    one("#problems").checked = false;
    for (const id of ["#search", "#from", "#to", "#level"]) one(id).value = "";
    if (state.chosen) close(false);
    fit();
    filter();
  }

  /* ---- tables ---- */
  function sort(th) {
    const index = [...th.parentNode.children].indexOf(th), body = th.closest("table").tBodies[0];
    const down = th.getAttribute("aria-sort") === "ascending";
    for (const other of th.parentNode.children) other.removeAttribute("aria-sort");
    th.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => { const cell = row.cells[index]; return cell.dataset.sort ?? cell.textContent.trim(); };
    const rows = [...body.rows].sort((a, b) => key(a).localeCompare(key(b), "en", { numeric: true }) * (down ? -1 : 1));
    body.append(...rows);
  }

  /* ---- to keep ---- */
  function lone() {
    const copy = picture().cloneNode(true), box = natural(picture()), style = document.createElementNS(SVG, "style");
    style.textContent = JSON.parse(document.getElementById("lone-css").textContent) + ".off{opacity:.08}.edge.off,.citation.off{visibility:hidden}";
    copy.setAttribute("class", "picture");
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    copy.prepend(style);
    return new XMLSerializer().serializeToString(copy);
  }
  function keep(blob, name) {
    const url = URL.createObjectURL(blob);
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }
  const keepSvg = () => keep(new Blob([lone()], { type: "image/svg+xml" }), `${state.view}.svg`);
  function keepPng() {
    const image = new Image(), { width, height } = natural(picture());
    const url = URL.createObjectURL(new Blob([lone()], { type: "image/svg+xml" }));
    image.onload = () => {
      const times = Math.min(2, 16000 / height, 16000 / width);
      const sheet = h("canvas", { width: Math.round(width * times), height: Math.round(height * times) });
      sheet.getContext("2d").drawImage(image, 0, 0, sheet.width, sheet.height);
      sheet.toBlob((blob) => keep(blob, `${state.view}.png`), "image/png");
      URL.revokeObjectURL(url);
    };
    image.src = url;
  }

  /* ---- begin ---- */
  for (const id of ["#search", "#from", "#to", "#level", "#problems"]) one(id).addEventListener("input", filter);
  for (const input of all(".filters input[name]")) input.addEventListener("change", filter);
  let width = 0;
  new ResizeObserver(() => {
    if (canvas.clientWidth === width) return;
    width = canvas.clientWidth;
    show(state.view);
  }).observe(canvas);
  addEventListener("hashchange", () => open(false));
  function open(focus) {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { /* not one of ours */ }
    if (id) choose(id, focus);
  }
  if (innerWidth < 760) one(".legend").open = false;
  overview();
  show(state.view);
  open(true);
  document.documentElement.dataset.ready = "yes";
})();
