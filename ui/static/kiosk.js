// The kiosk's page. Everything that a reader writes and reads lives in `visit` and in #scene, and a wipe replaces both.
// Text reaches the page as text nodes alone; the page's policy forbids anything else.
import { Idle } from "./kiosk_idle.js";
import { Keyboard } from "./kiosk_keyboard.js";
import { Voice, chime } from "./kiosk_voice.js";

const root = document.documentElement;
const body = document.body;
const kiosk = root.dataset.face === "kiosk";
const longest = Number(body.dataset.longest);
const scene = document.getElementById("scene");
const live = document.getElementById("besked");
const warning = document.getElementById("advarsel");
const off = document.getElementById("ude");
const ANSWER_SECONDS = 25;
const TRIES = 5;
const SPOKEN = 20000; // ms that a message stays for a screen reader

const words = {};
let language = "da";
let visit = null;
const $ = (id) => document.getElementById(id);

function t(key, values = {}) {
  const text = words[language]?.[key] ?? words.da?.[key] ?? "";
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function make(tag, { text, children = [], on, ...attributes } = {}) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  if (on) element.addEventListener("click", on);
  return element;
}

// ---- language and display ----

async function load(code) {
  if (!words[code]) words[code] = await (await fetch(`/tekster/${code}.json`)).json();
}

function translate(within) {
  for (const element of within.querySelectorAll("[data-t]")) {
    const text = t(element.dataset.t, element.dataset);
    if (text) element.textContent = text;
  }
  for (const element of within.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", t(element.dataset.tLabel));
}

function setLanguage(code) {
  language = words[code] ? code : "da";
  root.lang = language;
  root.dir = language === "ar" ? "rtl" : "ltr";
  translate(document);
  for (const one of document.querySelectorAll("[data-language]")) {
    one.setAttribute("aria-pressed", String(one.dataset.language === language));
  }
  $("kun-dansk").hidden = language === "da";
  visit?.keyboard?.draw();
  showLeft();
}

function setDisplay({ large = root.dataset.text === "large", contrast = root.dataset.theme === "contrast" }) {
  if (large) root.dataset.text = "large"; else delete root.dataset.text;
  root.dataset.theme = contrast ? "contrast" : "auto";
  $("stor").setAttribute("aria-pressed", String(large));
  $("kontrast").setAttribute("aria-pressed", String(contrast));
}

// ---- a visit: begun, used, wiped ----

function fresh() {
  scene.replaceChildren($("frisk").content.cloneNode(true));
  visit = {
    reader: crypto.randomUUID?.() ?? String(Math.random()),
    history: [],
    asking: null,
    timer: 0,
    keyboard: null,
  };
  if (kiosk) visit.keyboard = new Keyboard($("tastatur"), $("felt"), t);
  setDisplay({ large: false, contrast: false });
  setLanguage("da");
  listen();
  window.scrollTo(0, 0);
}

function begin() {
  $("forside")?.remove();
  $("app").hidden = false;
  idle.start();
  if (kiosk && matchMedia("(any-pointer: coarse)").matches) showKeyboard(true);
  $("felt").focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

function wipe() {
  visit?.asking?.abort();
  clearTimeout(visit?.timer);
  voice.stop();
  idle.stop();
  warning.close();
  getSelection()?.removeAllRanges();
  live.textContent = "";
  fresh();
  fetch("/slet", { method: "POST" }).catch(() => {});
  if (kiosk) $("begynd").focus({ preventScroll: true });
  else $("felt").focus({ preventScroll: true });
  say(t("kiosk.wiped"));
}

function say(text) {
  live.textContent = text;
  const said = text;
  setTimeout(() => { if (live.textContent === said) live.textContent = ""; }, SPOKEN);
}

function listen() {
  $("begynd")?.addEventListener("click", begin);
  for (const one of scene.querySelectorAll("[data-language]")) {
    one.addEventListener("click", () => load(one.dataset.language).then(() => setLanguage(one.dataset.language), () => {}));
  }
  $("visning").addEventListener("click", () => {
    const open = $("visning-valg").hidden;
    $("visning-valg").hidden = !open;
    $("visning").setAttribute("aria-expanded", String(open));
  });
  $("stor").addEventListener("click", () => setDisplay({ large: root.dataset.text !== "large" }));
  $("kontrast").addEventListener("click", () => setDisplay({ contrast: root.dataset.theme !== "contrast" }));
  for (const one of scene.querySelectorAll(".ask")) one.addEventListener("click", () => ask(one.dataset.question));
  $("spoerg").addEventListener("submit", (event) => {
    event.preventDefault();
    ask($("felt").value);
  });
  $("felt").addEventListener("input", showLeft);
  $("slet").addEventListener("click", wipe);
  $("slet-kilde").addEventListener("click", wipe);
  $("tastatur-knap")?.addEventListener("click", () => {
    showKeyboard($("tastatur").hidden);
    $("felt").focus({ preventScroll: true });
  });
  for (const one of scene.querySelectorAll("[data-page]")) {
    one.addEventListener("click", () => openFrame(one.dataset.page, one.textContent, one));
  }
  $("luk").addEventListener("click", () => $("kilde").close());
  $("kilde").addEventListener("close", () => $("kilde-ramme").replaceChildren());
}

function showKeyboard(open) {
  if (!kiosk) return;
  $("tastatur").hidden = !open;
  $("tastatur-knap").setAttribute("aria-expanded", String(open));
}

function showLeft() {
  const left = longest - $("felt").value.length;
  $("tilbage").textContent = left <= 60 ? t("kiosk.left", { count: left }) : "";
}

// ---- asking ----

// A number with a day and a month in front, or a mail address: never sent. The server checks again, and more.
function isPersonal(text) {
  const mail = /\S@\S+\.\S/.test(text);
  const cpr = [...text.matchAll(/(?<!\d)(\d\d)[ .–-]?(\d\d)[ .–-]?\d\d[ .–-]{0,3}\d{4}(?!\d)/g)];
  return mail || cpr.some(([, day, month]) => day >= 1 && day <= 31 && month >= 1 && month <= 12);
}

function problem(text) {
  $("fejl").textContent = text;
}

async function ask(typed) {
  const question = typed.trim();
  const mine = visit;
  if (mine.asking) return;
  problem("");
  if (!question) {
    problem(t("said.empty"));
    $("felt").focus();
    return;
  }
  if (isPersonal(question)) {
    problem(t("kiosk.personal"));
    $("felt").focus();
    return;
  }
  voice.stop();
  mine.asking = new AbortController();
  wait(t("kiosk.searching"));
  const answer = await answerTo(question, mine);
  if (visit !== mine) return;
  mine.asking = null;
  wait("");
  if (!answer) {
    problem(t("said.error"));
    return;
  }
  $("felt").value = "";
  showLeft();
  if (answer.keep) mine.history = [...mine.history, { question: answer.question, answer: answer.text }].slice(-4);
  showAnswer(answer);
}

async function answerTo(question, mine) {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    let reply;
    try {
      reply = await fetch("/spoerg", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ question, history: mine.history, reader: mine.reader }),
        signal: AbortSignal.any([mine.asking.signal, AbortSignal.timeout(ANSWER_SECONDS * 1000)]),
      });
    } catch {
      if (visit === mine) beat();
      return null;
    }
    if (reply.ok) return reply.json().catch(() => null);
    if (reply.status !== 429 && reply.status !== 503) return null;
    const seconds = Number(reply.headers.get("retry-after")) || 3;
    wait(reply.status === 429 ? t("kiosk.slow_down", { seconds }) : t("kiosk.busy"));
    say($("venter").textContent);
    await pause(seconds, mine);
    if (visit !== mine) return null;
  }
  return null;
}

function pause(seconds, mine) {
  // Readers who were turned away together do not all come back together.
  const ms = seconds * 1000 * (1 + Math.random() / 4);
  return new Promise((done) => {
    mine.timer = setTimeout(done, ms);
    mine.asking.signal.addEventListener("abort", done);
  });
}

function wait(text) {
  const line = $("venter");
  line.hidden = !text;
  line.textContent = text;
  scene.querySelector(".talk").setAttribute("aria-busy", String(Boolean(text)));
  if (text) line.scrollIntoView({ block: "nearest" });
}

// ---- the answer ----

function sentence(answer) {
  const known = `said.${answer.reason ?? answer.status}`;
  const own = language !== "da" && words[language]?.[known] ? t(known, { limit: longest }) : "";
  const lines = [];
  if (own) lines.push(make("p", { text: own }));
  if (!own || answer.reason === "crisis") lines.push(make("p", { text: answer.text, lang: "da", dir: "ltr" }));
  return lines;
}

function claim(line) {
  const numbers = line.citations.map((n) => `[${n}]`).join("");
  const quote = make("q", { text: line.text });
  const children = line.frame ? [make("span", { text: line.frame, class: "frame" }), quote] : [quote];
  return make("p", { class: "claim", children: [...children, " ", make("span", { text: numbers, class: "numbers" })] });
}

function sourceList(heading, sources) {
  if (!sources.length) return [];
  const items = sources.map((one) => make("li", {
    children: [make("button", {
      type: "button",
      class: "source",
      on: (event) => openFrame(one.address, t("kiosk.source_frame", { title: `\u2068${one.title}\u2069` }), event.currentTarget, true),
      children: [
        ...(one.n ? [make("span", { class: "n", text: String(one.n) })] : []),
        make("span", { class: "label", lang: "da", dir: "ltr", text: one.label }),
        make("span", { class: "do", text: t("kiosk.show_source") }),
      ],
    })],
  }));
  return [make("h3", { text: heading }), make("ul", { class: "sources", children: items })];
}

function plainList(heading, lines) {
  if (!lines.length) return [];
  return [make("h3", { text: heading }), make("ul", { lang: "da", dir: "ltr", children: lines.map((text) => make("li", { text })) })];
}

function spoken(answer) {
  const lines = answer.lines.length ? answer.lines.map((one) => one.frame + one.text) : [answer.text];
  return lines.join(" ");
}

function readAloudButton(answer) {
  const button = make("button", { type: "button", class: "read", text: t("kiosk.read_aloud") });
  button.hidden = !voice.voice;
  const calm = () => { button.textContent = t("kiosk.read_aloud"); idle.touch(); };
  button.addEventListener("click", () => {
    if (voice.speaking) {
      voice.stop();
      calm();
      return;
    }
    button.textContent = t("kiosk.stop_reading");
    voice.say(spoken(answer), calm);
  });
  return button;
}

function showAnswer(answer) {
  const lines = answer.lines.map(claim);
  const text = lines.length
    ? make("div", { class: "quotes", lang: "da", dir: "ltr", children: lines })
    : make("div", { class: "quotes", children: sentence(answer) });
  const article = make("article", {
    class: `answer ${answer.status}`,
    tabindex: "-1",
    children: [
      ...(answer.question ? [make("p", { class: "asked", children: [
        make("span", { text: `${t("kiosk.asked")}: ` }), make("span", { text: answer.question, lang: "da", dir: "auto" }),
      ] })] : []),
      make("h2", { class: "status", text: `${t(`shape.${answer.status}`)} ${t(`status.${answer.status}`)}` }),
      make("p", { class: "ai", text: t("kiosk.ai") }),
      text,
      readAloudButton(answer),
      ...sourceList(t("kiosk.sources"), answer.sources),
      ...plainList(t("kiosk.missing"), answer.missing),
      ...sourceList(t("kiosk.nearest"), answer.nearest),
      ...answer.notes.map((note) => make("p", { class: "note", text: note, lang: "da", dir: "ltr" })),
      ...(answer.newest ? [make("p", { class: "newest", text: t("kiosk.newest", { date: `\u2068${answer.newest}\u2069` }) })] : []),
    ],
  });
  $("forslag").hidden = true;
  showKeyboard(false);
  $("samtale").append(article);
  article.focus({ preventScroll: true });
  article.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  say(`${t("kiosk.ready")}: ${spoken(answer)}`);
}

// ---- a source, in a frame of our own that leaves with its dialog ----

function openFrame(address, title, opener, isSource = false) {
  const dialog = $("kilde");
  $("kilde-titel").textContent = title;
  const theme = root.dataset.theme === "contrast" ? "contrast" : "";
  const query = new URLSearchParams({ ...(theme && { tema: theme }), ...(root.dataset.text && { stor: 1 }), sprog: language });
  const frame = make("iframe", {
    title,
    sandbox: "allow-scripts allow-same-origin",
    src: address + (isSource ? "&" : "?") + query,
  });
  frame.addEventListener("load", () => {
    const inner = frame.contentWindow;
    for (const name of SIGNS) inner?.addEventListener(name, touched, { capture: true, passive: true });
    inner?.addEventListener("keydown", (event) => { if (event.key === "Escape") dialog.close(); });
  });
  $("kilde-ramme").replaceChildren(frame);
  dialog.addEventListener("close", () => opener.isConnected && opener.focus(), { once: true });
  dialog.showModal();
  $("luk").focus();
}

// ---- idle ----

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove", "scroll", "input"];
const voice = new Voice(() => {
  for (const one of document.querySelectorAll(".read")) one.hidden = !voice.voice;
});

function countdown(seconds) {
  $("nedtaelling").textContent = String(seconds);
  if (seconds % 10 === 0) {
    $("advarsel-tekst").textContent = t("kiosk.warning", { seconds });
    chime();
  }
}

const idle = new Idle({
  idle: Number(body.dataset.idle),
  warning: Number(body.dataset.warning),
  paused: () => Boolean(visit?.asking) || voice.speaking,
  onWarn() {
    const seconds = Number(body.dataset.warning);
    $("advarsel-tekst").textContent = t("kiosk.warning", { seconds });
    $("nedtaelling").textContent = String(seconds);
    warning.showModal();
    $("fortsaet").focus();
    chime();
    voice.say(`${words.da?.["kiosk.warning_heading"] ?? ""} ${(words.da?.["kiosk.warning"] ?? "").replace("{seconds}", seconds)}`);
  },
  onTick: countdown,
  onCalm() {
    voice.stop();
    warning.close();
  },
  onWipe: wipe,
});

function touched() {
  idle.touch();
}
for (const name of SIGNS) window.addEventListener(name, touched, { capture: true, passive: true });
$("fortsaet").addEventListener("click", () => idle.extend());
warning.addEventListener("cancel", (event) => {
  event.preventDefault();
  idle.extend();
});
off.addEventListener("cancel", (event) => event.preventDefault());

// ---- is the server there? This page, once loaded, holds its own "uden for drift". ----

const BEAT = 5000;
let missed = 0;
async function beat() {
  let state = null;
  try {
    const reply = await fetch("/sund", { signal: AbortSignal.timeout(4000) });
    if (reply.ok) state = await reply.json();
  } catch {
    // Not there: counted below.
  }
  missed = state ? 0 : missed + 1;
  if (missed >= 2 && !off.open) off.showModal();
  const idleNow = !idle.running;
  if (state && off.open) {
    off.close();
    if (state.boot !== body.dataset.boot && idleNow) location.reload();
  } else if (state && state.boot !== body.dataset.boot && idleNow && kiosk) {
    location.reload();
  }
}
setInterval(beat, BEAT);

// Leaving nothing also means: never shown again from the browser's memory of pages.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
window.addEventListener("pagehide", () => scene.replaceChildren());

await load("da").catch(() => {});
fresh();
if (!kiosk) begin();
if (off.dataset.start) {
  missed = 2;
  off.showModal();
} else if (kiosk) {
  $("begynd").focus({ preventScroll: true });
}
