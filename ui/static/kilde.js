// Brings the quote into view inside this page alone: a fragment in the address would also scroll the page around it.
"use strict";

const quote = document.getElementById("citat");
const mark = document.getElementById("maerke");
const paper = document.getElementById("ark");
const kiosk = document.documentElement.dataset.face === "kiosk";

function reveal() {
  if (mark && paper) {
    const inside = mark.getBoundingClientRect().top - paper.getBoundingClientRect().top + paper.scrollTop;
    paper.scrollTop = Math.max(0, inside - paper.clientHeight / 3);
    const seen = mark.getBoundingClientRect();
    if (seen.bottom > window.innerHeight || seen.top < 0) {
      window.scrollTo(0, Math.max(0, seen.top + window.scrollY - window.innerHeight / 3));
    }
    return;
  }
  if (!quote) return;
  const top = quote.getBoundingClientRect().top + window.scrollY;
  window.scrollTo(0, Math.max(0, top - window.innerHeight / 4));
}

// Zoom of the page's picture in four steps.
const smaller = document.getElementById("mindre");
const larger = document.getElementById("stoerre");
let zoom = 1;
function setZoom(step) {
  zoom = Math.min(4, Math.max(1, step));
  paper.dataset.zoom = String(zoom);
  smaller.disabled = zoom === 1;
  larger.disabled = zoom === 4;
  reveal();
}
if (paper) {
  document.querySelector(".zoom").hidden = false;
  smaller.addEventListener("click", () => setZoom(zoom - 1));
  larger.addEventListener("click", () => setZoom(zoom + 1));
  setZoom(1);
}

// Turning pages leaves no trail for a back button.
for (const link of document.querySelectorAll(".step")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}

const copy = document.getElementById("kopier");
if (copy && !kiosk) {
  const text = document.getElementById("henvisning");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      // In a frame or on a plain http address the clipboard is closed to scripts, but not to a copied selection.
      text.select();
      document.execCommand("copy");
      copy.focus();
    }
    document.getElementById("kopieret").textContent = copy.dataset.copied;
  });
}

reveal();
window.addEventListener("load", reveal);
document.fonts.ready.then(reveal);
