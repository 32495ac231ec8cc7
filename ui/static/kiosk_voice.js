// Reading aloud with the browser's own Danish voice. A voice that is not on this machine would send the text away: not used.
export class Voice {
  constructor(onChange) {
    this.synth = window.speechSynthesis;
    this.voice = null;
    this.speaking = false;
    this.onChange = onChange;
    if (!this.synth) return;
    this.find();
    this.synth.addEventListener?.("voiceschanged", () => this.find());
  }

  find() {
    this.voice = this.synth.getVoices().find((one) => /^da\b/i.test(one.lang) && one.localService) ?? null;
    this.onChange();
  }

  say(text, done = () => {}) {
    this.stop();
    if (!this.voice) return;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = this.voice;
    words.lang = "da-DK";
    const end = () => { this.speaking = false; done(); };
    words.onend = end;
    words.onerror = end;
    this.speaking = true;
    this.synth.speak(words);
  }

  stop() {
    this.synth?.cancel();
    this.speaking = false;
  }
}

// Two soft tones, made here: no file, and heard also where there is no voice.
export function chime() {
  try {
    const audio = new AudioContext();
    [660, 880].forEach((pitch, number) => {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      const start = audio.currentTime + number * 0.25;
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.0001, start);
      loudness.gain.exponentialRampToValueAtTime(0.2, start + 0.03);
      loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.24);
      tone.connect(loudness).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.25);
      if (number === 1) tone.onended = () => audio.close();
    });
  } catch {
    // A screen without sound still shows the warning.
  }
}
