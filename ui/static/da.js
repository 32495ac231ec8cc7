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
  "Main content": "Indhold",
  "file upload": "Fil",
  "Add files": "Vælg en anden fil",
  "Open": "Åbn",
  "Clear all": "Fjern alle",
  "Clear value": "Ryd feltet",
};
// English words of the page itself: the link past the head, and what Streamlit says when the server is gone.
const WORDS = {
  "Skip to main content": "Gå til indholdet",
  "Connection error": "Ingen forbindelse",
  "Upload": "Vælg fil",
  "Browse files": "Vælg fil",
  "Drag and drop file here": "Træk en fil hertil",
  "No results": "Ingen fundet",
  "Select all": "Vælg alle",
  "Select matches": "Vælg de fundne",
  "Choose an option": "Vælg",
};
const PLACES = "[data-testid=stSkipToContent], [role=dialog] *, [data-testid=stFileUploaderDropzone] *, [role=listbox] *";
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

// Shortcuts are Alt with a letter: a letter alone would catch what speech input and typists mean as text.
const SHORTCUTS = {
  KeyS: () => document.querySelector("[data-testid=stChatInputTextArea]")?.focus(),
  KeyN: () => document.querySelector(".st-key-ny-samtale button")?.click(),
  KeyK: nextSource,
};

function nextSource() {
  const sources = [...document.querySelectorAll('[class*="st-key-citater-"] button')];
  const open = sources.findIndex((button) => button.getAttribute("kind") === "primary");
  // Without an open one: the first of the last answer.
  const list = sources.filter((button) => button.closest('[class*="st-key-tur-"]') ===
    sources.at(-1).closest('[class*="st-key-tur-"]'));
  (open >= 0 ? sources[(open + 1) % sources.length] : list[0])?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector(".st-key-luk-kilde button")?.click();
  if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && SHORTCUTS[event.code]) {
    event.preventDefault();
    SHORTCUTS[event.code]();
  }
});

// A question that is too long stays in the field, with a word about it, until it is short enough to send.
const LONGEST = 1000;
const FIELD = "[data-testid=stChatInputTextArea]";
const note = document.createElement("p");
note.id = "laengde";
note.setAttribute("role", "status");

function tellLength() {
  const field = document.querySelector(FIELD);
  const place = document.querySelector(".st-key-spoerg");
  if (!field || !place) return;
  if (note.parentElement !== place) place.append(note);
  const length = field.value.length;
  const words = length > LONGEST
    ? `Spørgsmålet er for langt: ${length.toLocaleString("da-DK")} tegn. Skriv højst 1.000.` : "";
  if (note.textContent !== words) note.textContent = words;
}

function tooLong() {
  return (document.querySelector(FIELD)?.value.length ?? 0) > LONGEST;
}

document.addEventListener("input", tellLength, true);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && event.target.matches?.(FIELD) && tooLong()) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-testid=stChatInputSubmitButton]") && tooLong()) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

function translate() {
  for (const attribute of ["aria-label", "title"]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const given = element.getAttribute(attribute);
      const danish = NAMES[given] ?? (/^Remove ./.test(given) ? given.replace("Remove", "Fjern") : null);
      if (danish) element.setAttribute(attribute, danish);
    }
  }
  for (const element of document.querySelectorAll(PLACES)) {
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      const danish = WORDS[node.data.trim()] ?? (/Streamlit/.test(node.data) ? GONE : null);
      if (danish) node.data = danish;
      // "20MB per file • PDF, …": the label above says it in Danish.
      if (/ per file\b/.test(node.data)) node.data = "";
    }
  }
  for (const zone of document.querySelectorAll("[data-testid=stFileUploaderDropzone]")) zone.removeAttribute("role");
}

// Roles and names that Streamlit's containers, links and tables lack.
function set(element, attribute, value) {
  if (value === null) element.removeAttribute(attribute);
  else if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}

function complete() {
  for (const menu of document.querySelectorAll(".st-key-menu")) {
    set(menu, "role", "navigation");
    set(menu, "aria-label", "Sider");
    for (const link of menu.querySelectorAll("a")) {
      // Streamlit gives the front page no address, which would then be that of whichever page is open.
      if (link.getAttribute("href") === "") link.setAttribute("href", "/");
      set(link, "aria-current", link.pathname === location.pathname ? "page" : null);
    }
  }
  for (const table of document.querySelectorAll("[data-testid=stMarkdownContainer] table")) {
    const frame = table.closest("[data-testid=stMarkdownContainer]");
    set(frame, "role", "region");
    set(frame, "aria-label", "Tabel, kan rulles");
    set(frame, "tabindex", "0");
  }
}

// Once the first page stands on the screen the server may open its index: before, both would be slower.
let told = false;
function tellDrawn() {
  const waits = document.querySelector(location.pathname === "/" ? FIELD : ".st-key-hoved");
  if (told || !waits) return;
  told = true;
  requestAnimationFrame(() => setTimeout(() => fetch("/tegnet", { method: "POST" }).catch(() => {}), 0));
}

function tellDock() {
  const dock = document.querySelector(".st-key-spoerg");
  document.documentElement.style.setProperty("--hv-dock", `${(dock?.offsetHeight ?? 0) + 16}px`);
}

function follow() {
  if (!live.isConnected && document.body) document.body.append(live);
  translate();
  complete();
  announce();
  followSource();
  tellLength();
  tellDock();
  tellDrawn();
}

new MutationObserver(follow).observe(document.documentElement, {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ["aria-label", "title", "data-test-script-state"],
});
follow();
