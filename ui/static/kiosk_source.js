// A source in a frame of our own, in a dialog that leaves nothing behind when it closes.
import { make } from "./kiosk_make.js";
import { current } from "./kiosk_words.js";

const root = document.documentElement;

// Opens `address` under `title`; `opener` gets the focus back. `signs` are the events by which `touched` knows the reader.
export function openFrame(dialog, { address, title, opener, signs, touched }) {
  const [heading, place, close] = ["kilde-titel", "kilde-ramme", "luk"].map((id) => document.getElementById(id));
  heading.textContent = title;
  const theme = root.dataset.theme === "contrast" ? "contrast" : "";
  const query = new URLSearchParams({ ...(theme && { tema: theme }), ...(root.dataset.text && { stor: 1 }), sprog: current() });
  const frame = make("iframe", {
    title,
    sandbox: "allow-scripts allow-same-origin",
    src: address + (address.includes("?") ? "&" : "?") + query,
  });
  frame.addEventListener("load", () => {
    const inner = frame.contentWindow;
    for (const name of signs) inner?.addEventListener(name, touched, { capture: true, passive: true });
    inner?.addEventListener("keydown", (event) => { if (event.key === "Escape") dialog.close(); });
  });
  place.replaceChildren(frame);
  dialog.addEventListener("close", () => {
    place.replaceChildren();
    if (opener.isConnected) opener.focus();
  }, { once: true });
  dialog.showModal();
  close.focus();
}
