/* Keys, pointer, buttons, and the beginning of it all. */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function step(node, key) {
  const at = (n) => { const b = n.querySelector(".box, .disc").getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; };
  const [x, y] = at(node), [right, down] = WAYS[key];
  let best = null, least = Infinity;
  for (const n of nodes(picture())) {
    if (n === node || isOff(n)) continue;
    const [nx, ny] = at(n), along = (nx - x) * right + (ny - y) * down, across = Math.abs((nx - x) * down) + Math.abs((ny - y) * right);
    if (along > 1 && along + 2 * across < least) { least = along + 2 * across; best = n; }
  }
  return best;
}

function moveTo(node) {
  if (!node) return;
  rove(picture(), node);
  node.focus({ preventScroll: true });
  bring(node);
}

canvas.addEventListener("keydown", (event) => {
  const node = event.target.closest?.(".node"), on = () => nodes(picture()).filter((n) => !isOff(n));
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "+" || event.key === "=") scale(1.25);
  else if (event.key === "-") scale(0.8);
  else if (event.key === "0") fit();
  else if (node && (event.key === "Enter" || event.key === " ")) choose(node.dataset.id);
  else if (node && event.key in WAYS) moveTo(step(node, event.key));
  else if (node && event.key === "Home") moveTo(on()[0]);
  else if (node && event.key === "End") moveTo(on().at(-1));
  else return;
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

/* ---- buttons ---- */
const deeds = {
  in: () => scale(1.25), out: () => scale(0.8), reset, svg: keepSvg, png: keepPng, link: keepLink, print: () => print(), close: () => close(),
  filters: () => openFilters(one("#filters").hasAttribute("hidden")),
  seek: () => { state.from = state.chosen; state.seeking = true; tell(); one("#search").focus(); },
  path: () => { state.path = pathTo(state.chosen, state.from); show(state.path.length > 2 ? "literature" : "evidence"); remember(); },
};
document.addEventListener("click", (event) => {
  const node = event.target.closest(".canvas .node"), button = event.target.closest("button");
  if (node && !dragged) return choose(node.dataset.id);
  if (!button) return;
  if (button.dataset.go) choose(button.dataset.go);
  else if (button.dataset.view) { show(button.dataset.view); remember(); }
  else if (button.dataset.do) deeds[button.dataset.do]();
  else if (button.closest("th")) sort(button.closest("th"));
});
panel.addEventListener("change", (event) => {
  if (event.target.id !== "way-from") return;
  state.from = event.target.value || null;
  state.seeking = Boolean(state.from);
  choose(state.chosen, false);
  one("#way-from").focus();
});
for (const field of [...Object.values(fields), problems, ...Object.values(boxes).flat()]) field.addEventListener("input", () => { filter(); rememberSoon(); });

/* ---- begin ---- */
let width = canvas.clientWidth;
new ResizeObserver(() => {
  if (canvas.clientWidth === width) return;
  width = canvas.clientWidth;
  show(state.view);
}).observe(canvas);
addEventListener("hashchange", () => recall(false));
if (innerWidth < 760) one(".legend").open = false;
overview();
show(state.view);
if (location.hash) recall(false);
document.documentElement.dataset.ready = "yes";
