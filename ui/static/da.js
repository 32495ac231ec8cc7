// What Streamlit has no setting for: Danish names of its controls, and one announcement for each finished answer.
"use strict";

const NAMES = {
  "Main menu": "Menu",
  "Send message": "Send spørgsmål",
  "Stop script": "Stop",
  "Running...": "Arbejder …",
  "Notifications": "Beskeder",
  "Sidebar": "Sidepanel",
  "Expand sidebar": "Vis sidepanel",
  "Collapse sidebar": "Skjul sidepanel",
  "Close": "Luk",
  "Markdown content": "Tekst",
  "Link to heading": "Link til overskrift",
  "Navigate to home page": "Til forsiden",
};
// English words of the page itself: the link past the head, and what Streamlit says when the server is gone.
const WORDS = { "Skip to main content": "Gå til indholdet", "Connection error": "Ingen forbindelse" };
const GONE = "Hvidbog-assistenten svarer ikke. Vent et øjeblik, eller start den igen.";

const live = document.createElement("div");
live.setAttribute("role", "status");
live.id = "besked";
live.className = "usynlig";

const announced = new Set();
const SPOKEN = 20000; // ms: long enough to be taken up; then the answer stands once on the page, not twice
let silence = 0;

function announce() {
  const app = document.querySelector("[data-testid=stApp]");
  if (!app || app.dataset.testScriptState !== "notRunning") return;
  const answers = [...document.querySelectorAll('[class*="st-key-svar-"]')];
  const last = answers.at(-1);
  if (!last) return;
  const key = [...last.classList].find((name) => name.startsWith("st-key-svar-"));
  if (announced.has(key)) return;
  announced.add(key);
  const text = last.innerText.replace(/\s+/g, " ").trim();
  live.textContent = "Svaret er klar: " + text;
  clearTimeout(silence);
  silence = setTimeout(() => { live.textContent = ""; }, SPOKEN);
  [...document.querySelectorAll('[class*="st-key-spoergsmaal-"]')].at(-1)?.scrollIntoView({ block: "start" });
}

// The source opens beside the chat, or over it on a small screen: focus goes there, and back when it closes.
let panel = null;
let opener = null;
function followSource() {
  const now = document.querySelector(".st-key-kildepanel .st-key-luk-kilde button");
  if (now && !panel) {
    now.focus({ preventScroll: true });
  } else if (!now && panel && opener) {
    document.querySelector(`.${CSS.escape(opener)} button`)?.focus({ preventScroll: true });
  }
  panel = now;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.('[class*="st-key-kilder-"] button, [class*="st-key-naermest-"] button');
  const place = button?.closest('[data-testid="stElementContainer"]');
  if (place) opener = [...place.classList].find((name) => name.startsWith("st-key-"));
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector(".st-key-luk-kilde button")?.click();
});

function translate() {
  for (const attribute of ["aria-label", "title"]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const danish = NAMES[element.getAttribute(attribute)];
      if (danish) element.setAttribute(attribute, danish);
    }
  }
  for (const element of document.querySelectorAll("[data-testid=stSkipToContent], [role=dialog] *")) {
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      const danish = WORDS[node.data.trim()] ?? (/Streamlit/.test(node.data) ? GONE : null);
      if (danish) node.data = danish;
    }
  }
}

function follow() {
  if (!live.isConnected && document.body) document.body.append(live);
  translate();
  announce();
  followSource();
}

new MutationObserver(follow).observe(document.documentElement, {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ["aria-label", "title", "data-test-script-state"],
});
follow();
