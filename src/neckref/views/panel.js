/* What stands beside the picture. Every text goes in by textContent. */
const h = (tag, props = {}, ...children) => {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) if (value !== undefined) el.setAttribute(key, value);
  el.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
  return el;
};
const icon = (value) => {
  const svg = document.createElementNS(SVG, "svg"), use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", "#i-" + value.replaceAll(" ", "-"));
  svg.append(use);
  return svg;
};
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
const flag = (words) => h("span", { class: "flag" }, words);
const called = (id) => (claims.has(id) ? `Claim ${claims.get(id).number}: ${claims.get(id).text}` : `${papers.get(id).label}: ${papers.get(id).title}`);
const go = (id) => h("button", { type: "button", class: "go", "data-go": id }, called(id));
const list = (title, ids) => {
  const shown = ids.filter(known);
  return shown.length ? [h("h3", {}, `${title} (${shown.length})`), h("ul", { class: "plain" }, ...shown.map((id) => h("li", {}, go(id))))] : [];
};
const digest = (words, from) => h("div", { class: "digest" }, h("b", {}, `Summary, not a quote${from ? ` (${from})` : ""}`), words);
const passage = (e) => e.quote !== null
  ? [h("blockquote", { dir: "auto" }, `“${e.quote}”`), h("p", { class: "from" }, `Quote from the paper’s ${e.passage_from}`)]
  : e.summary !== null ? [digest(e.summary, e.passage_from)] : [];
const aspect = (a) => [h("dt", {}, a.name), h("dd", {}, h("b", {}, a.value), a.words ? `; ${a.words}` : "", ` ${a.reason}`)];
const finding = (f) => h("li", {}, h("b", {}, capital(f.severity)), ` ${f.code}: ${f.message} ${f.remedy}`);
const findings = (found) => (found.length ? [h("h3", {}, "Findings"), h("ul", {}, ...found.map(finding))] : []);
const evidence = (e, head) => h("div", { class: "ev" }, h("div", {}, icon(e.relation), " ", h("b", {}, capital(e.relation)), `, ${e.directness}: `, head),
  h("p", { class: "facts" }, [e.level === "unknown" ? "level unknown" : e.level, e.n === null ? "" : `${e.n} people`, e.level_note].filter(Boolean).join(" · ")),
  e.reason ? h("p", {}, e.reason) : "", ...passage(e), h("dl", { class: "aspects" }, ...e.aspects.flatMap(aspect), ...(e.numbers ? [h("dt", {}, "Its numbers"), h("dd", {}, `${e.numbers}.`)] : [])), h("p", { class: "from" }, e.decision || `By the linker “${e.linker}”`));
const reported = (anchor) => (data.report && anchor ? [h("p", { class: "from" }, h("a", { href: `${data.report}#${anchor}` }, "This in the report"))] : []);

function claimPanel(c) {
  return [
    h("h2", { tabindex: "-1" }, `Claim ${c.number}`),
    h("p", { class: "context", dir: "auto" }, c.before, h("mark", {}, c.text), c.after),
    h("p", {}, icon(c.summary), " ", h("b", {}, capital(c.summary)), `. ${c.reason}`),
    h("p", { class: "facts" }, [c.section, c.kind, c.checkable ? "" : "not for a study to show"].filter(Boolean).join(" · ")),
    ...c.dangling.map((words) => h("p", {}, flag("SOURCE MISSING"), `“${words}” names nobody.`)),
    ...c.evidence.map((e) => evidence(e, go(e.paper))),
    ...findings(c.findings),
    ...(papers.size ? [h("p", {}, h("button", { type: "button", class: "go", "data-do": "seek" }, "Find the way from here to a paper"))] : []),
    ...reported(c.id),
  ];
}

function paperPanel(p) {
  const beside = data.claims.flatMap((c) => c.evidence.filter((e) => e.paper === p.id));
  return [
    h("h2", { tabindex: "-1" }, p.title),
    ...(p.retracted || p.orphan ? [h("p", {}, p.retracted ? flag("RETRACTED") : "", p.orphan ? flag("ORPHAN: no claim rests on it") : "")] : []),
    h("p", {}, p.authors, h("br"), h("span", { class: "facts" }, p.where)),
    h("ul", { class: "plain" }, ...p.links.map(([words, url]) => h("li", {}, h("a", { href: url, rel: "noopener noreferrer" }, words)))),
    h("p", { class: "facts" }, [p.level || "level unknown", p.design, p.n === null ? "" : `${p.n} people`, p.population].filter(Boolean).join(" · ")),
    ...p.notices.map((words) => h("p", {}, h("b", {}, words))),
    h("p", {}, p.numbers.length ? `Reference ${p.numbers.join(", ")} of the article.` : "Not cited by the article.", p.cited_by_count === null ? "" : ` Cited ${p.cited_by_count.toLocaleString("en")} times, as far as the sources know.`),
    ...(p.summary ? [digest(p.summary, p.summary_from)] : []),
    ...(p.abstract ? [h("details", {}, h("summary", {}, "Abstract"), h("blockquote", { dir: "auto" }, ...p.abstract.split("\n").flatMap((line) => [line, h("br")])))] : []),
    ...beside.map((e) => evidence(e, go(e.claim))),
    ...(claims.size ? [way(p.id)] : []),
    ...list("Cites", p.references), ...list("Cited by", p.cited_by),
    ...findings(p.findings),
    ...(p.doubts.length ? [h("h3", {}, "In doubt"), h("ul", {}, ...p.doubts.map((d) => h("li", {}, d)))] : []),
    h("p", { class: "from" }, `Known from: ${p.sources || "nobody"}`),
    ...reported(data.anchors[p.id]),
  ];
}

/* How a paper hangs together with the claims: from the nearest one, or from the one picked. */
function way(id) {
  const path = pathTo(id, state.from);
  const pick = h("select", { id: "way-from" }, h("option", { value: "" }, "the nearest claim"),
    ...data.claims.map((c) => h("option", { value: c.id }, `claim ${c.number}: ${c.text.length > 60 ? c.text.slice(0, 58) + "…" : c.text}`)));
  pick.value = state.from ?? "";
  const box = h("details", { class: "way" }, h("summary", {}, "Way from a claim"), h("p", {}, h("label", { for: "way-from" }, "From "), pick),
    ...(path
      ? [h("ol", {}, ...path.map((step) => h("li", {}, go(step)))), h("button", { type: "button", class: "go", "data-do": "path" }, "Show this way in the picture")]
      : [h("p", {}, "No way: no paper that bears on it is linked to this one by citations that are known here.")]));
  box.open = Boolean(state.from || (path && path.length > 2));
  return box;
}

/* What stands there while nothing is chosen. */
function overview() {
  const count = grouped(data.claims.map((c) => [c.summary, c]));
  const urgent = [
    ...data.papers.filter((p) => p.retracted).map((p) => [p.id, "RETRACTED"]),
    ...data.claims.filter((c) => c.summary === "disputed" || c.summary === "mixed").map((c) => [c.id, c.summary.toUpperCase()]),
    ...data.claims.filter((c) => c.dangling.length).map((c) => [c.id, "SOURCE MISSING"]),
    ...data.papers.filter((p) => p.orphan).map((p) => [p.id, "ORPHAN"]),
  ];
  panel.replaceChildren(
    h("h2", { tabindex: "-1" }, "At a glance"),
    ...(count.size ? [h("ul", { class: "tally" }, ...[...count].sort((a, b) => b[1].length - a[1].length).map(([verdict, found]) => h("li", {}, icon(verdict), h("b", {}, String(found.length)), verdict)))] : []),
    ...(urgent.length ? [h("h3", {}, "To look at first"), h("ul", { class: "plain" }, ...urgent.map(([id, why]) => h("li", {}, flag(why), go(id))))] : []),
    h("p", { class: "facts" }, "Pick a claim or a paper to read what stands behind it."),
  );
  panel.classList.add("idle");
}

let opener = null;
function choose(id, focus = true) {
  if (!known(id)) return;
  if (!state.chosen) opener = document.activeElement;
  if (state.chosen !== id && !(state.seeking && papers.has(id))) state.from = null;
  state.seeking = false;
  state.chosen = id;
  state.path = papers.has(id) && state.from ? pathTo(id, state.from) : null;
  if (state.path) show(state.path.length > 2 ? "literature" : "evidence");
  else if (!nodeOf(picture(), id)) show(state.view === "evidence" ? "literature" : "evidence");
  const shut = h("button", { type: "button", class: "close", "data-do": "close" }, "Close");
  panel.replaceChildren(h("div", { class: "top" }, claims.has(id) ? "Claim" : "Paper", shut), ...(claims.has(id) ? claimPanel(claims.get(id)) : paperPanel(papers.get(id))));
  panel.classList.remove("idle");
  panel.scrollTop = 0;
  for (const el of all(".node.chosen, tr.chosen")) el.classList.remove("chosen");
  for (const el of all(`[data-id="${CSS.escape(id)}"]`)) el.classList.add("chosen");
  const node = nodeOf(picture(), id);
  if (node) { rove(picture(), node); bring(node); }
  rest();
  tell();
  remember();
  if (focus) panel.querySelector("h2").focus({ preventScroll: true });
}

function close(back = true) {
  const node = state.chosen && nodeOf(picture(), state.chosen);
  state.chosen = state.path = state.from = null;
  state.seeking = false;
  overview();
  for (const el of all(".node.chosen, tr.chosen")) el.classList.remove("chosen");
  light([], []);
  tell();
  remember();
  if (back) (opener?.closest?.(".tables") ? opener : node || canvas).focus();
}
