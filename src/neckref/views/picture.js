/* The drawing that the page already holds: which one is shown, how large, and what in it is lit. */
const data = JSON.parse(document.getElementById("data").textContent);
const claims = new Map(data.claims.map((c) => [c.id, c]));
const papers = new Map(data.papers.map((p) => [p.id, p]));
const known = (id) => claims.has(id) || papers.has(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const canvas = one(".canvas"), panel = one(".panel"), status = one("[role=status]");
const pictures = all(".canvas .picture");
const SVG = "http://www.w3.org/2000/svg";
const first = claims.size ? "evidence" : "literature";
/* from: the claim a way is asked from; path: the way that is lit; seeking: the next paper picked is the way's end. */
const state = { view: first, chosen: null, zoom: 1, from: null, path: null, seeking: false };

const picture = () => pictures.find((p) => !p.hasAttribute("hidden"));
const natural = (p) => p.viewBox.baseVal;
const nodes = (p) => (p.nodeList ??= all(".node", p));
const lines = (p) => (p.lineList ??= all(".edge, .citation", p));
const nodeOf = (p, id) => (p.byId ??= new Map(nodes(p).map((n) => [n.dataset.id, n]))).get(id);
const linesAt = (p, id) => (p.byEnd ??= grouped(lines(p).flatMap((l) => [[l.dataset.a, l], [l.dataset.b, l]]))).get(id) ?? [];
const isOff = (el) => el.classList.contains("off");

function grouped(pairs) {
  const groups = new Map();
  for (const [key, value] of pairs) groups.get(key)?.push(value) ?? groups.set(key, [value]);
  return groups;
}

const sizeFor = (width) => (width >= 1000 ? "wide" : width >= 640 ? "medium" : "narrow");

function show(view, size = sizeFor(canvas.clientWidth)) {
  state.view = view;
  light([], []);
  for (const p of pictures) p.toggleAttribute("hidden", p.dataset.view !== view || p.dataset.size !== size);
  for (const b of all("button[data-view]")) b.setAttribute("aria-pressed", String(b.dataset.view === view));
  const p = picture();
  rove(p, nodeOf(p, state.chosen) ?? nodes(p)[0]);
  fit();
  filter();
}

/* Which node Tab reaches; the arrow keys go on from there. */
function rove(p, node) {
  for (const n of all('.node[tabindex="0"]', p)) n.setAttribute("tabindex", "-1");
  node?.setAttribute("tabindex", "0");
}

function fit() {
  state.zoom = Math.min(1.25, (canvas.clientWidth || 1) / natural(picture()).width);
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
  years(p);
  canvas.classList.toggle("pannable", canvas.scrollWidth > canvas.clientWidth || canvas.scrollHeight > canvas.clientHeight);
}

/* Keeps the years in sight while the picture is scrolled. */
function years(p) {
  p.querySelector(".years")?.setAttribute("transform", `translate(0 ${Math.max(0, canvas.scrollTop / state.zoom)})`);
}
canvas.addEventListener("scroll", () => years(picture()), { passive: true });

/* Only what changes is touched: a picture may hold thousands of marks. */
let lit = [];
function light(ids, litLines) {
  const p = picture(), now = [...ids.map((id) => nodeOf(p, id)).filter(Boolean), ...litLines], keep = new Set(now);
  for (const el of lit) if (!keep.has(el)) el.classList.remove("on");
  for (const el of now) el.classList.add("on");
  lit = now;
  for (const other of pictures) other.classList.toggle("hot", other === p && now.length > 0);
  name(p, ids[0]);
}

/* Writes the label of a mark that has no room for one, above all others. */
function name(p, id) {
  p.tip ??= p.appendChild(document.createElementNS(SVG, "g"));
  const node = nodeOf(p, id);
  p.tip.replaceChildren(...(node?.classList.contains("shy") ? [node.querySelector(".label").cloneNode(true)] : []));
}

function neighbours(id) {
  const p = picture();
  if (!nodeOf(p, id)) return light([], []);
  const mine = linesAt(p, id).filter((l) => !isOff(l));
  light([id, ...mine.map((l) => (l.dataset.a === id ? l.dataset.b : l.dataset.a))], mine);
}

function lightPath(path) {
  const steps = new Set(path.slice(1).flatMap((id, i) => [path[i] + " " + id, id + " " + path[i]]));
  light(path, lines(picture()).filter((l) => steps.has(l.dataset.a + " " + l.dataset.b)));
}

function rest() {
  if (state.path) lightPath(state.path);
  else if (state.chosen) neighbours(state.chosen);
  else light([], []);
}

/* Scrolls canvas and page as little as needed; on small screens the mark goes above the sheet. */
function bring(node) {
  const mark = node.querySelector(".box, .disc");
  mark.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (innerWidth >= 1100 || panel.classList.contains("idle")) return;
  const top = mark.getBoundingClientRect().top;
  if (top < 60 || top > innerHeight * 0.3) scrollBy({ top: top - innerHeight * 0.15 });
}
