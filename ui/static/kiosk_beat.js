// Is the server there? The page, once loaded, holds its own "uden for drift" and comes back by itself.
const EVERY = 5000; // ms
const MISSED = 2; // beats before the screen says so

export class Beat {
  // `free` tells whether the page may be loaded anew, which a new server asks for; `boot` is the server's mark it was made by.
  constructor({ notice, boot, free, onOff }) {
    Object.assign(this, { notice, boot, free, onOff, missed: 0 });
    notice.addEventListener("cancel", (event) => event.preventDefault());
    setInterval(() => this.look(), EVERY);
  }

  async look() {
    const state = await this.state();
    this.missed = state ? 0 : this.missed + 1;
    if (this.missed >= MISSED) this.off();
    if (!state) return;
    this.notice.close();
    if (state.boot !== this.boot && this.free()) location.reload();
  }

  off() {
    if (this.notice.open) return;
    this.notice.showModal();
    this.onOff();
  }

  async state() {
    try {
      const reply = await fetch("/sund", { signal: AbortSignal.timeout(4000) });
      return reply.ok ? await reply.json() : null;
    } catch {
      return null; // not there
    }
  }
}
