/* Tables that sort, and the picture as a file or on paper. */
function sort(th) {
  const index = [...th.parentNode.children].indexOf(th), body = th.closest("table").tBodies[0];
  const down = th.getAttribute("aria-sort") === "ascending";
  for (const other of th.parentNode.children) other.removeAttribute("aria-sort");
  th.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = (row) => { const cell = row.cells[index]; return cell.dataset.sort ?? cell.textContent.trim(); };
  body.append(...[...body.rows].sort((a, b) => key(a).localeCompare(key(b), "en", { numeric: true }) * (down ? -1 : 1)));
}

function lone() {
  const p = picture(), copy = p.cloneNode(true), style = document.createElementNS(SVG, "style");
  style.textContent = JSON.parse(document.getElementById("lone-css").textContent) + ".off{opacity:.15}.edge.off,.citation.off{visibility:hidden}";
  copy.querySelector(".years")?.removeAttribute("transform");
  copy.setAttribute("class", "picture");
  copy.setAttribute("width", natural(p).width);
  copy.setAttribute("height", natural(p).height);
  copy.prepend(style);
  return new XMLSerializer().serializeToString(copy);
}

function keep(blob, file) {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: file }).click();
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

/* The address is what leads here; some browsers let no page write to the clipboard. */
async function keepLink() {
  remember();
  try {
    await navigator.clipboard.writeText(location.href);
    status.textContent = "The address of what you see is copied.";
  } catch {
    status.textContent = "Copy the address of this page: it leads to what you see.";
  }
}

/* A sheet of paper is as wide as a tablet. */
addEventListener("beforeprint", () => { canvas.scrollTop = 0; show(state.view, "medium"); });
addEventListener("afterprint", () => show(state.view));
