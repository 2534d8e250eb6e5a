// The two pieces of music, as mono Float64 samples at 48 kHz. The noise of the plucks is seeded, so the same code gives the same sound.

export const RATE = 48_000;

function seededNoise(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** A plucked string (Karplus-Strong), close to a đàn tranh: bright at first, mellowing as it rings. */
function pluck(frequency, seconds, seed) {
  const noise = seededNoise(seed);
  // The averaging below delays by half a sample, the interpolation by the fraction: together one exact period.
  const period = RATE / frequency - 0.5;
  const whole = Math.floor(period);
  const fraction = period - whole;
  const line = new Float64Array(whole + 2);
  let smooth = 0;
  for (let i = 0; i < line.length; i++) {
    smooth = 0.45 * smooth + 0.55 * noise();
    line[i] = smooth;
  }
  const out = new Float64Array(Math.round(seconds * RATE));
  const loss = 0.5 ** (1 / (frequency * 0.9)); // half the loudness after 0.9 s, whatever the pitch
  for (let i = 0, at = 0; i < out.length; i++) {
    const next = (at + 1) % line.length;
    const after = (at + 2) % line.length;
    const now = line[at] * fraction + line[next] * (1 - fraction);
    out[i] = now;
    line[at] = loss * (0.5 * now + 0.5 * (line[next] * fraction + line[after] * (1 - fraction)));
    at = next;
  }
  return out;
}

/** A soft flute-like tone with a slow vibrato, under the strings. */
function flute(frequency, seconds) {
  const out = new Float64Array(Math.round(seconds * RATE));
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / RATE;
    const depth = Math.min(1, Math.max(0, t - 0.25)) * 0.004;
    phase += (2 * Math.PI * frequency * (1 + depth * Math.sin(2 * Math.PI * 5 * t))) / RATE;
    const envelope = Math.min(1, t / 0.09) * Math.min(1, Math.max(0, (seconds - t) / 0.25));
    out[i] = envelope * (Math.sin(phase) + 0.22 * Math.sin(2 * phase) + 0.08 * Math.sin(3 * phase));
  }
  return out;
}

/** A struck bell: partials that are not whole multiples, the higher ones dying sooner. */
function bell(frequency, seconds) {
  const partials = [
    [1, 1, 1.1],
    [2.0, 0.45, 0.7],
    [2.76, 0.28, 0.45],
    [5.4, 0.1, 0.2],
  ];
  const out = new Float64Array(Math.round(seconds * RATE));
  for (const [ratio, gain, life] of partials) {
    for (let i = 0; i < out.length; i++) {
      const t = i / RATE;
      out[i] +=
        gain * Math.min(1, t / 0.004) * Math.exp(-t / life) * Math.sin(2 * Math.PI * frequency * ratio * t);
    }
  }
  return out;
}

function mix(seconds, notes) {
  const out = new Float64Array(Math.round(seconds * RATE));
  for (const { at, sound, gain } of notes) {
    const start = Math.round(at * RATE);
    for (let i = 0; i < sound.length && start + i < out.length; i++) out[start + i] += gain * sound[i];
  }
  const fade = Math.round(0.35 * RATE);
  for (let i = 0; i < fade; i++) out[out.length - 1 - i] *= i / fade;
  const peak = out.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return out.map((value) => (value * 0.7) / peak);
}

const note = (semitonesFromA4) => 440 * 2 ** (semitonesFromA4 / 12);
// The pentatonic scale of the điệu Bắc on D: D E G A B.
const [D4, G4, A4, B4, D5, E5, G5, A5] = [-7, -2, 0, 2, 5, 7, 10, 12].map(note);

/** About 6 s: four rising figures on strings, answered by a flute. */
export function signatureTune() {
  const beat = 0.3;
  const strings = [
    [0, D4],
    [1, G4],
    [2, A4],
    [3, B4],
    [4, D5],
    [6, B4],
    [7, D5],
    [8, E5],
    [10, D5],
    [11, B4],
    [12, A4],
    [13, B4],
    [14, D5],
    [15, G5],
  ];
  const basses = [
    [0, D4 / 2],
    [4, G4 / 2],
    [8, A4 / 2],
    [12, D4 / 2],
    [15, G4 / 2],
  ];
  const melody = [
    [4, D5, 1.7],
    [8, E5, 1.1],
    [10, D5, 0.6],
    [12, A4, 0.9],
    [15, G4, 1.5],
  ];
  return mix(6.3, [
    ...strings.map(([at, pitch], i) => ({ at: at * beat, sound: pluck(pitch, 2.2, 57 + i), gain: 0.8 })),
    ...basses.map(([at, pitch], i) => ({ at: at * beat, sound: pluck(pitch, 2.6, 118 + i), gain: 0.7 })),
    ...melody.map(([beats, pitch, seconds]) => ({
      at: beats * beat,
      sound: flute(pitch, seconds),
      gain: 0.14,
    })),
    { at: 15 * beat + 0.05, sound: pluck(B4, 2, 310), gain: 0.5 },
    { at: 15 * beat + 0.1, sound: pluck(D5, 2, 311), gain: 0.5 },
  ]);
}

/** About 2 s: three falling bells, as before an announcement. */
export function chime() {
  return mix(2.2, [
    { at: 0, sound: bell(A5, 2.2), gain: 0.7 },
    { at: 0.38, sound: bell(E5, 1.8), gain: 0.7 },
    { at: 0.76, sound: bell(D5, 1.44), gain: 0.8 },
  ]);
}
