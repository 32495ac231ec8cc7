// What a public screen must not do: menus, copying, dragging, files, windows, zoom by gesture, shortcuts of the browser.
// The browser's own policy (docs/kiosk) stands behind this; here nothing depends on it.
const stop = (event) => event.preventDefault();

export function lock(target) {
  for (const name of [
    "contextmenu", "dragstart", "dragover", "drop", "copy", "cut", "paste", "auxclick", "gesturestart", "selectstart",
  ]) {
    target.addEventListener(name, (event) => {
      // Text in the question field may be selected, so that it can be corrected.
      if (name === "selectstart" && event.target instanceof HTMLInputElement) return;
      stop(event);
    }, { capture: true });
  }
  target.addEventListener("wheel", (event) => { if (event.ctrlKey) stop(event); }, { capture: true, passive: false });
  target.addEventListener("touchmove", (event) => { if (event.touches.length > 1) stop(event); }, { capture: true, passive: false });
  target.addEventListener("keydown", (event) => {
    const editing = event.ctrlKey && ["a", "z", "backspace", "arrowleft", "arrowright"].includes(event.key.toLowerCase());
    const shortcut = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph") && !editing;
    // Shift with Escape opens the browser's own task manager, from which the page can be ended.
    const tasks = event.shiftKey && event.key === "Escape";
    if (shortcut || tasks || /^F\d+$/.test(event.key) || event.key === "ContextMenu" || event.key.startsWith("Browser")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, { capture: true });
}

lock(window);
window.open = () => null;
window.print = () => undefined;
