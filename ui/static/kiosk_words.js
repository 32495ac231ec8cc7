// The page's words in the reader's language. What is quoted stays Danish and never comes through here.
const root = document.documentElement;
const words = {};
let language = "da";

export const current = () => language;

// The text of a key, in Danish where the language lacks it. `values` fill its {places}.
export function t(key, values = {}) {
  return filled(words[language]?.[key] ?? words.da?.[key] ?? "", values);
}

export function danish(key, values = {}) {
  return filled(words.da?.[key] ?? "", values);
}

export const has = (key) => Boolean(words[language]?.[key]);

export async function load(code) {
  if (!words[code]) words[code] = await (await fetch(`/tekster/${code}.json`)).json();
}

export function use(code) {
  language = words[code] ? code : "da";
  root.lang = language;
  root.dir = language === "ar" ? "rtl" : "ltr";
  for (const element of document.querySelectorAll("[data-t]")) {
    const text = t(element.dataset.t, element.dataset);
    if (text) element.textContent = text;
  }
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
  }
  for (const one of document.querySelectorAll("[data-language]")) {
    one.setAttribute("aria-pressed", String(one.dataset.language === language));
  }
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
