// The keyboard on the screen. It types into the real field, where the cursor stands.
const LETTERS = ["qwertyuiopå", "asdfghjklæø", "zxcvbnm,.?-"];
const NUMBERS = ["1234567890+", "@#%&/()=:;!", "§\"'_*€éüöä–"];

export class Keyboard {
  constructor(board, field, names) {
    Object.assign(this, { board, field, names, upper: false, numbers: false });
    // The field keeps its focus and cursor while keys are pressed.
    board.addEventListener("pointerdown", (event) => event.preventDefault());
    board.addEventListener("click", (event) => {
      const key = event.target.closest("button");
      if (key) this.press(key.dataset);
    });
    this.draw();
  }

  press({ text, act }) {
    if (text) this.type(this.upper ? text.toUpperCase() : text);
    else if (act === "space") this.type(" ");
    else if (act === "backspace") this.rubOut();
    else {
      if (act === "shift") this.upper = !this.upper;
      if (act === "signs") this.numbers = !this.numbers;
      this.draw();
      this.board.querySelector(`[data-act="${act}"]`)?.focus({ preventScroll: true });
      return;
    }
    if (this.upper && text) { this.upper = false; this.draw(); this.board.querySelector(`[data-text="${CSS.escape(text)}"]`)?.focus({ preventScroll: true }); }
  }

  type(text) {
    const { field } = this;
    const start = field.selectionStart ?? field.value.length;
    const end = field.selectionEnd ?? start;
    if (field.value.length - (end - start) + text.length > field.maxLength) return;
    field.setRangeText(text, start, end, "end");
    this.told();
  }

  rubOut() {
    const { field } = this;
    const start = field.selectionStart ?? field.value.length;
    const end = field.selectionEnd ?? start;
    field.setRangeText("", start === end ? Math.max(0, start - 1) : start, end, "end");
    this.told();
  }

  told() {
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  draw() {
    const rows = (this.numbers ? NUMBERS : LETTERS).map((row) => {
      const line = document.createElement("div");
      line.className = "keys";
      for (const text of row) line.append(this.key({ text }, this.upper ? text.toUpperCase() : text));
      return line;
    });
    const last = document.createElement("div");
    last.className = "keys last-keys";
    const name = this.names;
    const shift = this.key({ act: "shift" }, "⇧", name("kiosk.shift"));
    shift.setAttribute("aria-pressed", String(this.upper));
    const signs = this.key({ act: "signs" }, this.numbers ? "abc" : "123", name(this.numbers ? "kiosk.letters" : "kiosk.numbers"));
    last.append(shift, signs, this.key({ act: "space" }, name("kiosk.space")), this.key({ act: "backspace" }, "⌫", name("kiosk.backspace")));
    this.board.replaceChildren(...rows, last);
  }

  key(data, shown, label) {
    const button = document.createElement("button");
    button.type = "button";
    Object.assign(button.dataset, data);
    button.textContent = shown;
    if (label) button.setAttribute("aria-label", label);
    return button;
  }
}
