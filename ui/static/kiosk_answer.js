// An answer as an article: status in words and shape, the mark of the machine, quotes, and where they stand.
import { make } from "./kiosk_make.js";
import { current, has, t } from "./kiosk_words.js";

const DANISH = { lang: "da", dir: "ltr" };

// `voice` reads aloud, `open(source, button)` shows a source, `touch` tells that the reader is there.
export function answerArticle(answer, { longest, voice, open, touch }) {
  const lines = answer.lines.map(claim);
  const text = lines.length
    ? make("div", { class: "quotes", ...DANISH, children: lines })
    : make("div", { class: "quotes", children: sentence(answer, longest) });
  const newest = answer.courteous || answer.newest === answer.quoted_from ? "" : answer.newest;
  return make("article", {
    class: `answer ${answer.status} ${answer.reason ?? ""}`,
    tabindex: "-1",
    children: [
      ...asked(answer.question),
      make("h2", { class: "status", text: heading(answer) }),
      make("p", { class: "ai", text: t("kiosk.ai") }),
      text,
      readAloudButton(answer, voice, touch),
      ...sourceList(t("kiosk.sources"), answer.sources, open),
      ...missing(answer.missing),
      ...sourceList(t(lines.length ? "kiosk.see_also" : "kiosk.nearest"), answer.nearest, open),
      ...answer.notes.map((note) => make("p", { class: "note", text: note, ...DANISH })),
      ...dated("kiosk.quoted_from", answer.quoted_from),
      ...dated("kiosk.newest", newest),
    ],
  });
}

function heading({ reason, status, courteous }) {
  if (reason === "crisis") return `♥ ${t("status.crisis")}`;
  return courteous ? t("status.courteous") : `${t(`shape.${status}`)} ${t(`status.${status}`)}`;
}

// The answer in one piece, for the ear.
export function spoken(answer) {
  const lines = answer.lines.length ? answer.lines.map((one) => one.frame + one.text) : [answer.text];
  return lines.join(" ");
}

function asked(question) {
  if (!question) return [];
  return [make("p", { class: "asked", children: [
    make("span", { text: `${t("kiosk.asked")}: ` }), make("span", { text: question, lang: "da", dir: "auto" }),
  ] })];
}

function sentence(answer, longest) {
  const known = `said.${answer.reason ?? answer.status}`;
  const own = current() !== "da" && has(known) ? t(known, { limit: longest }) : "";
  const lines = [];
  if (own) lines.push(make("p", { text: own }));
  if (!own || answer.reason === "crisis") lines.push(...answer.text.split("\n").map((text) => make("p", { text, ...DANISH })));
  return lines;
}

function claim(line) {
  const numbers = line.citations.map((n) => `[${n}]`).join("");
  const quote = make("q", { text: line.text });
  const children = line.frame ? [make("span", { text: line.frame, class: "frame", dir: "auto" }), quote] : [quote];
  return make("p", { class: "claim", children: [...children, " ", make("span", { text: numbers, class: "numbers" })] });
}

// A place whose quote needs no label is one button; else the place is named once, above a button for each quote.
function sourceList(heading, places, open) {
  if (!places.length) return [];
  const items = places.map(({ place, quotes }) => make("li", {
    children: quotes.length === 1 && !quotes[0].label
      ? [sourceButton(quotes[0], place, open)]
      : [
        make("p", { class: "place", ...DANISH, text: place }),
        make("ul", { class: "sources several", children: quotes.map((one) => make("li", { children: [sourceButton(one, one.label, open)] })) }),
      ],
  }));
  return [make("h3", { text: heading }), make("ul", { class: "sources", children: items })];
}

function sourceButton(one, label, open) {
  return make("button", {
    type: "button",
    class: "source",
    on: (event) => open(one, event.currentTarget),
    children: [
      ...(one.n ? [make("span", { class: "n", text: String(one.n) })] : []),
      make("span", { class: "label", ...DANISH, text: label }),
      make("span", { class: "do", text: t("kiosk.show_source") }),
    ],
  });
}

function dated(key, date) {
  return date ? [make("p", { class: "newest", text: t(key, { date: `\u2068${date}\u2069` }) })] : [];
}

// What was asked for and is not there, in a sentence; the words are the reader's own or the material's.
function missing(words) {
  if (!words.length) return [];
  return [make("p", { children: [
    make("span", { text: `${t("kiosk.missing")} ` }), make("span", { text: `${words.join(", ")}.`, ...DANISH }),
  ] })];
}

function readAloudButton(answer, voice, touch) {
  const button = make("button", { type: "button", class: "read", text: t("kiosk.read_aloud") });
  button.hidden = !voice.voice;
  const calm = () => { button.textContent = t("kiosk.read_aloud"); touch(); };
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
