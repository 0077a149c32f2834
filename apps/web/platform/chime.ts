/** Two short notes, made here: nothing is fetched. Frequencies in Hz, times in seconds. */
const NOTES = [
  { frequency: 880, at: 0 },
  { frequency: 1174.7, at: 0.09 },
];
const LASTS = 0.22;
const LOUDNESS = 0.12;
const SELDOM_MS = 2_000;
const STARTS_MS = 500;

let context: AudioContext | null = null;
let lastAt = Number.NEGATIVE_INFINITY;

/** A short sound, seldom. A browser lets no page sound where nobody has done anything yet: then there is none. */
export async function chime(now: number): Promise<void> {
  if (typeof AudioContext === 'undefined' || now - lastAt < SELDOM_MS) return;
  lastAt = now;
  const sound = (context ??= new AudioContext());
  if (sound.state !== 'running' && !(await starts(sound))) {
    // One that waits to be allowed would sound when it means nothing any more.
    context = null;
    await sound.close();
    return;
  }
  for (const note of NOTES) play(sound, note);
}

function starts(sound: AudioContext): Promise<boolean> {
  const started = sound.resume().then(() => true);
  const waited = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), STARTS_MS);
  });
  return Promise.race([started, waited]);
}

function play(sound: AudioContext, { frequency, at }: (typeof NOTES)[number]): void {
  const tone = new OscillatorNode(sound, { type: 'sine', frequency });
  const loudness = new GainNode(sound, { gain: 0 });
  const from = sound.currentTime + at;
  loudness.gain.setValueAtTime(0, from);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, from + 0.01);
  loudness.gain.exponentialRampToValueAtTime(0.0001, from + LASTS);
  tone.connect(loudness).connect(sound.destination);
  tone.start(from);
  tone.stop(from + LASTS);
}
