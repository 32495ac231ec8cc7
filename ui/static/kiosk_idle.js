// Idle, warning, wipe. Times are seconds; `paused` says whether the reader is waiting for us rather than we for the reader.
export class Idle {
  constructor({ idle, warning, paused, onWarn, onTick, onCalm, onWipe }) {
    Object.assign(this, { idle, warning, paused, onWarn, onTick, onCalm, onWipe });
    this.running = false;
    this.since = 0;
    this.warned = 0;
    setInterval(() => this.tick(), 1000);
  }

  start() {
    this.running = true;
    this.since = performance.now();
    this.warned = 0;
  }

  stop() {
    this.running = false;
    this.warned = 0;
  }

  // Any sign of the reader. While the warning is up, only "Fortsæt" counts: a passing sleeve is no answer.
  touch() {
    if (!this.warned) this.since = performance.now();
  }

  extend() {
    this.warned = 0;
    this.since = performance.now();
    this.onCalm();
  }

  tick() {
    if (!this.running) return;
    const now = performance.now();
    if (this.warned) {
      const left = Math.ceil(this.warning - (now - this.warned) / 1000);
      if (left > 0) this.onTick(left);
      else this.onWipe();
    } else if (this.paused()) {
      this.since = now;
    } else if (now - this.since >= this.idle * 1000) {
      this.warned = now;
      this.onWarn();
    }
  }
}
