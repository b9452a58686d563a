/* Search, filters, ways through the graph, and the address that holds all of it. */
const bad = new Set(["disputed", "mixed", "no support among the cited papers"]);
const letters = { ø: "o", æ: "ae", œ: "oe", ß: "ss", ð: "d", þ: "th", ł: "l", đ: "d", ı: "i" };
const fold = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[øæœßðþłđı]/g, (c) => letters[c]);
const text = new Map([
  ...data.claims.map((c) => [c.id, [`claim ${c.number}`, c.text, c.section, c.summary, c.reason].join(" ")]),
  ...data.papers.map((p) => [p.id, [p.label, p.title, p.authors, p.where, ...p.links.flat()].join(" ")]),
].map(([id, words]) => [id, fold(words)]));
const boxes = { relation: all("input[name=relation]"), directness: all("input[name=directness]") };
const fields = { search: one("#search"), level: one("#level"), from: one("#from"), to: one("#to") };
const problems = one("#problems");
const ticked = (kind) => boxes[kind].filter((i) => i.checked).map((i) => i.value);
const unticked = (kind) => boxes[kind].some((i) => !i.checked);

function filter() {
  const words = fold(fields.search.value).split(/\s+/).filter(Boolean);
  const relation = new Set(ticked("relation")), directness = new Set(ticked("directness")), level = fields.level.value;
  const from = Number(fields.from.value || -Infinity), to = Number(fields.to.value || Infinity), anyYear = from === -Infinity && to === Infinity;
  const lineOn = (d) => relation.has(d.relation) && directness.has(d.directness) && (!level || d.level === level);
  const narrowed = level || unticked("relation") || unticked("directness");
  const bearing = new Set(data.claims.flatMap((c) => c.evidence.filter(lineOn).flatMap((e) => [e.claim, e.paper])));
  const fits = (id) => words.every((w) => text.get(id).includes(w)) && (!narrowed || bearing.has(id));
  const on = new Set();
  for (const c of data.claims) if (fits(c.id) && (!problems.checked || bad.has(c.summary) || c.dangling.length || c.findings.length)) on.add(c.id);
  for (const p of data.papers)
    if (fits(p.id) && (p.year === null ? anyYear : p.year >= from && p.year <= to) && (!problems.checked || p.retracted || p.orphan || p.findings.length)) on.add(p.id);
  paint(on, lineOn, words.length > 0);
  for (const row of all(".tables tr[data-id]")) row.hidden = !on.has(row.dataset.id);
  const used = [level, fields.from.value, fields.to.value, problems.checked, unticked("relation"), unticked("directness")].filter(Boolean).length;
  one("#narrowed").textContent = used ? ` (${used})` : "";
  state.found = on;
  tell();
  rest();
}

/* Fades what does not match; what a search finds keeps its neighbours. */
function paint(on, lineOn, searched) {
  const p = picture(), near = new Set(on);
  for (const line of lines(p)) {
    const { a, b } = line.dataset, ends = searched ? on.has(a) || on.has(b) : on.has(a) && on.has(b);
    const off = !ends || (line.classList.contains("edge") && !lineOn(line.dataset));
    line.classList.toggle("off", off);
    if (searched && !off) near.add(a).add(b);
  }
  for (const n of nodes(p)) n.classList.toggle("off", !near.has(n.dataset.id));
}

/* One line for the reader, which screen readers hear. */
function tell() {
  const on = state.found ?? text, claimsOn = data.claims.filter((c) => on.has(c.id)).length;
  status.textContent = state.seeking ? "Now pick a paper in the picture, the tables or by search. Escape ends this."
    : on.size === text.size ? "" : `${claimsOn} of ${claims.size} claims and ${on.size - claimsOn} of ${papers.size} papers match.`;
}

/* The shortest way over evidence and citations, from the given claim or whichever is nearest; null where there is none.
   As in neckref.graph.paths: a paper that only mentions the subject is no step, and of equals the first by id wins. */
function pathTo(goal, start) {
  links ??= grouped([
    ...data.claims.flatMap((c) => c.evidence.filter((e) => e.relation !== "mentions").map((e) => [c.id, e.paper])),
    ...data.papers.flatMap((p) => p.references.filter((r) => papers.has(r)).map((r) => [p.id, r])),
  ].flatMap(([a, b]) => [[a, b], [b, a]]));
  const from = new Map((start ? [start] : data.claims.map((c) => c.id)).map((id) => [id, null]));
  const queue = [...from.keys()];
  for (const here of queue) {
    if (here === goal) break;
    for (const next of (links.get(here) ?? []).sort()) if (!from.has(next)) { from.set(next, here); queue.push(next); }
  }
  if (!from.has(goal)) return null;
  const path = [goal];
  while (from.get(path[0])) path.unshift(from.get(path[0]));
  return path;
}
let links;

/* ---- the address: "#claim-8", and after it what is not as it was at first: "#claim-8&view=literature&search=band" ---- */
let due;
const rememberSoon = () => { clearTimeout(due); due = setTimeout(remember, 250); };
function remember() {
  clearTimeout(due);
  const parts = state.chosen ? [encodeURIComponent(state.chosen)] : [];
  const add = (key, value) => { if (value) parts.push(`${key}=${encodeURIComponent(value)}`); };
  add("view", state.view === first ? "" : state.view);
  add("way", state.from);
  for (const [key, field] of Object.entries(fields)) add(key, field.value);
  for (const kind of Object.keys(boxes)) if (unticked(kind)) add(kind, ticked(kind).join(",") || "none");
  add("problems", problems.checked ? "only" : "");
  history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search);
}

function recall(focus) {
  const given = {};
  let id = "";
  try {
    for (const part of location.hash.slice(1).split("&")) {
      const at = part.indexOf("=");
      if (at < 0) id = decodeURIComponent(part);
      else given[part.slice(0, at)] = decodeURIComponent(part.slice(at + 1));
    }
  } catch { return; }
  if (id && !known(id)) return;
  for (const [key, field] of Object.entries(fields)) field.value = given[key] ?? "";
  for (const kind of Object.keys(boxes)) for (const box of boxes[kind]) box.checked = !given[kind] || given[kind].split(",").includes(box.value);
  problems.checked = given.problems === "only";
  if (problems.checked || ["relation", "directness", "level", "from", "to"].some((key) => given[key])) openFilters(true);
  if (id) close(false);
  show(claims.size && (given.view === "evidence" || given.view === "literature") ? given.view : first);
  if (!id) return close(false);
  state.from = claims.has(given.way) ? given.way : null;
  state.seeking = state.from !== null;
  choose(id, focus);
}

function openFilters(open) {
  one("#filters").toggleAttribute("hidden", !open);
  one("[data-do=filters]").setAttribute("aria-expanded", String(open));
}

function reset() {
  for (const box of Object.values(boxes).flat()) box.checked = true;
  for (const field of Object.values(fields)) field.value = "";
  problems.checked = false;
  close(false);
  show(state.view);
  remember();
}
