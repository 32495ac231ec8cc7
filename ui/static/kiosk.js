// The kiosk's page. Everything that a reader writes and reads lives in `visit` and in #scene, and a wipe replaces both.
// Text reaches the page as text nodes alone; the page's policy forbids anything else.
import { answerArticle, spoken } from "./kiosk_answer.js";
import { answerTo, withoutPersonal } from "./kiosk_ask.js";
import { Beat } from "./kiosk_beat.js";
import { Idle } from "./kiosk_idle.js";
import { Keyboard } from "./kiosk_keyboard.js";
import { make } from "./kiosk_make.js";
import { openFrame } from "./kiosk_source.js";
import { Voice, chime } from "./kiosk_voice.js";
import { current, danish, load, t, use } from "./kiosk_words.js";

const root = document.documentElement;
const { dataset } = document.body;
const kiosk = root.dataset.face === "kiosk";
const longest = Number(dataset.longest);
const $ = (id) => document.getElementById(id);
const scene = $("scene");
const live = $("besked");
const warning = $("advarsel");
const SPOKEN = 20000; // ms that a message stays for a screen reader
const FOLLOWED = 4; // turns that a follow-up may look back on
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove", "scroll", "input"];

let visit = null;

// ---- language and display ----

function setLanguage(code) {
  use(code);
  $("kun-dansk").hidden = current() === "da";
  problem("");
  voice.stop();
  for (const turn of visit.turns) {
    const anew = drawn(turn.answer);
    turn.article.replaceWith(anew);
    turn.article = anew;
  }
  visit.keyboard?.draw();
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
  visit = { reader: crypto.randomUUID?.() ?? String(Math.random()), history: [], turns: [], asking: null, keyboard: null };
  if (kiosk) visit.keyboard = new Keyboard($("tastatur"), $("felt"), t);
  covering.disconnect();
  for (const part of scene.querySelectorAll(".dock, .last")) covering.observe(part);
  setDisplay({ large: false, contrast: false });
  setLanguage("da");
  listen();
  window.scrollTo(0, 0);
}

function begin() {
  $("forside")?.remove();
  $("app").hidden = false;
  if (kiosk) idle.start();
  if (touchScreen()) showKeyboard(true);
  $("felt").focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

function wipe() {
  visit?.asking?.abort();
  voice.stop();
  idle.stop();
  warning.close();
  getSelection()?.removeAllRanges();
  live.textContent = "";
  fresh();
  if (!kiosk) begin();
  fetch("/slet", { method: "POST" }).catch(() => {});
  if ($("ude").open) leaveOff();
  else $(kiosk ? "begynd" : "felt").focus({ preventScroll: true });
  say(t("kiosk.wiped"));
}

// `quoted` is Danish whatever the language of the page.
function say(text, quoted = "") {
  const parts = [make("span", { text }), ...(quoted ? [make("span", { text: quoted, lang: "da" })] : [])];
  live.replaceChildren(...parts);
  setTimeout(() => { if (live.firstChild === parts[0]) live.textContent = ""; }, SPOKEN);
}

function listen() {
  // A touch anywhere begins, but for the buttons of the languages.
  $("forside")?.addEventListener("click", (event) => { if (!event.target.closest("[data-language]")) begin(); });
  for (const one of scene.querySelectorAll("[data-language]")) {
    one.addEventListener("click", () => load(one.dataset.language).then(() => setLanguage(one.dataset.language), () => {}));
  }
  $("visning").addEventListener("click", () => {
    const open = $("visning-valg").hidden;
    $("visning-valg").hidden = !open;
    $("visning").setAttribute("aria-expanded", String(open));
    if (open) showKeyboard(false); // both at once leave a low screen no room for anything else
  });
  $("stor").addEventListener("click", () => setDisplay({ large: root.dataset.text !== "large" }));
  $("kontrast").addEventListener("click", () => setDisplay({ contrast: root.dataset.theme !== "contrast" }));
  for (const one of scene.querySelectorAll(".ask")) one.addEventListener("click", () => ask(one.dataset.question));
  $("spoerg").addEventListener("submit", (event) => {
    event.preventDefault();
    ask($("felt").value);
  });
  $("felt").addEventListener("input", showLeft);
  $("felt").addEventListener("click", () => { if (touchScreen()) showKeyboard(true); });
  for (const one of scene.querySelectorAll(".wipe")) one.addEventListener("click", wipe);
  $("tastatur-knap")?.addEventListener("click", () => {
    showKeyboard($("tastatur").hidden);
    $("felt").focus({ preventScroll: true });
  });
  for (const one of scene.querySelectorAll("[data-page]")) {
    one.addEventListener("click", () => show(one.dataset.page, one.textContent, one));
  }
  $("luk").addEventListener("click", () => $("kilde").close());
}

function show(address, title, opener) {
  openFrame($("kilde"), { address, title, opener, signs: SIGNS, touched });
}

function touchScreen() {
  return matchMedia("(any-pointer: coarse)").matches;
}

function showKeyboard(open) {
  if (!kiosk) return;
  $("tastatur").hidden = !open;
  $("tastatur-knap").setAttribute("aria-expanded", String(open));
}

// Where the focus goes must not lie under what stays on the screen.
const covering = new ResizeObserver(() => {
  const dock = scene.querySelector(".dock");
  const stays = getComputedStyle(dock).position === "sticky" ? dock : dock.querySelector(".last");
  root.style.scrollPaddingBlockEnd = `${stays.offsetHeight + 8}px`;
});

let told = false; // that the field is full
function showLeft() {
  const left = longest - $("felt").value.length;
  $("tilbage").textContent = left <= 0 ? t("kiosk.full", { count: longest }) : left <= 60 ? t("kiosk.left", { count: left }) : "";
  // Said once, when nothing more fits: each count would be too much to hear.
  if (left <= 0 && !told) say(t("kiosk.full", { count: longest }));
  told = left <= 0;
}

// ---- asking ----

function problem(text) {
  $("fejl").textContent = text;
}

function wait(text) {
  const line = $("venter");
  line.hidden = !text;
  line.textContent = text;
  scene.querySelector(".talk").setAttribute("aria-busy", String(Boolean(text)));
  if (text) line.scrollIntoView({ block: "nearest" });
}

async function ask(typed) {
  const question = typed.trim();
  const mine = visit;
  if (mine.asking) return;
  const harmless = withoutPersonal(question);
  const personal = harmless !== question;
  problem(!question ? t("said.empty") : personal ? t("kiosk.personal") : "");
  if (personal) {
    $("felt").value = harmless;
    showLeft();
  }
  if ($("fejl").textContent) {
    $("felt").focus();
    return;
  }
  voice.stop();
  mine.asking = new AbortController();
  wait(t("kiosk.searching"));
  const answer = await answerTo({ question, history: mine.history, reader: mine.reader }, {
    signal: mine.asking.signal,
    onLost: () => beat.look(),
    onWait(status, seconds) {
      wait(status === 429 ? t("kiosk.slow_down", { seconds }) : t("kiosk.busy"));
      say($("venter").textContent);
    },
  });
  if (visit !== mine) return;
  mine.asking = null;
  wait("");
  if (!answer) {
    problem(t("said.error"));
    return;
  }
  $("felt").value = "";
  showLeft();
  if (answer.keep) mine.history = [...mine.history, { question: answer.question, answer: answer.text }].slice(-FOLLOWED);
  showAnswer(answer);
}

function drawn(answer) {
  const open = (source, button) => show(source.address, t("kiosk.source_frame", { title: `\u2068${source.title}\u2069` }), button);
  return answerArticle(answer, { longest, voice, open, touch: touched });
}

function showAnswer(answer) {
  const article = drawn(answer);
  visit.turns.push({ answer, article });
  $("forslag").hidden = true;
  showKeyboard(false);
  $("samtale").append(article);
  article.focus({ preventScroll: true });
  article.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  say(`${t("kiosk.ready")}: `, spoken(answer));
}

// ---- idle ----

const voice = new Voice(() => {
  for (const one of document.querySelectorAll(".read")) one.hidden = !voice.voice;
});

const idle = new Idle({
  idle: Number(dataset.idle),
  warning: Number(dataset.warning),
  paused: () => Boolean(visit?.asking) || voice.speaking,
  onWarn() {
    const seconds = Number(dataset.warning);
    $("advarsel-tekst").textContent = t("kiosk.warning", { seconds });
    $("nedtaelling").textContent = String(seconds);
    warning.showModal();
    $("fortsaet").focus();
    chime();
    voice.say(`${danish("kiosk.warning_heading")} ${danish("kiosk.warning", { seconds })}`);
  },
  onTick(seconds) {
    $("nedtaelling").textContent = String(seconds);
    if (seconds % 10) return;
    $("advarsel-tekst").textContent = t("kiosk.warning", { seconds });
    chime();
  },
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
for (const id of ["slet-advarsel", "slet-ude"]) $(id)?.addEventListener("click", wipe);

// ---- the server, and the page's end ----

const beat = new Beat({
  notice: $("ude"),
  boot: dataset.boot,
  free: () => (kiosk ? !idle.running : !visit.turns.length && !$("felt").value),
  onOff: leaveOff,
});

// With the server gone a reader can still take what is on the page away, and only then has a button for it.
function leaveOff() {
  $("slet-ude").hidden = !idle.running;
  $("ude-kontakt").focus();
}

// Leaving nothing also means: never shown again from the browser's memory of pages.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
window.addEventListener("pagehide", () => scene.replaceChildren());

await load("da").catch(() => {});
fresh();
if (!kiosk) begin();
if ("start" in $("ude").dataset) beat.off();
else if (kiosk) $("begynd").focus({ preventScroll: true });
