import { countOf, joinSpeech } from './activity.ts';
import { type ClusterOptions, clusterVoices, likeness, type VoicePiece } from './cluster-voices.ts';
import type { HeardWindow } from './segment-recording.ts';

/** Who speaks when in a recording, and how sure that is. */
export type WhoSpeaks = {
  /** By frames of .01 s, of the two who speak most, in the order in which they begin. */
  readonly tracks: readonly [Uint8Array, Uint8Array];
  /** What the voice of each is like; `null` of a track on which nobody speaks. */
  readonly voices: readonly [Float32Array | null, Float32Array | null];
  /** Voices that were told apart. */
  readonly count: number;
  /** Share of all speech that is of somebody else; `null` without speech. */
  readonly strangers: number | null;
  /** How alike the stretches of one speaker are to the mean of them, of the speaker in whom they are less; `null` without speech. */
  readonly similarity: number | null;
};

/** Joins what was heard in windows: whose voice it is, and when each of them speaks. `frames`: of .01 s. */
export function findWhoSpeaks(
  windows: readonly HeardWindow[],
  frames: number,
  options: ClusterOptions & { readonly step: number },
): WhoSpeaks {
  const pieces = windows.flatMap(({ voices }) => voices.filter((voice) => voice !== null));
  const people = clusterVoices(pieces, options);
  const owners = windows.map(({ voices, segmentation }) => {
    const spoken = voices.map((_, speaker) =>
      segmentation.active.some((bits) => (bits & (1 << speaker)) !== 0),
    );
    return assignVoices(voices, spoken, people);
  });
  const active = people.map((_, person) => activityOf(windows, owners, person, frames, options.step));
  const order = active
    .map((own, person) => ({ person, spoken: countOf(own), first: own.indexOf(1) }))
    .filter(({ spoken }) => spoken > 0)
    .toSorted((a, b) => b.spoken - a.spoken || a.first - b.first);
  const pair = order.slice(0, 2).toSorted((a, b) => a.first - b.first);
  const total = order.reduce((sum, { spoken }) => sum + spoken, 0);
  const others = order.slice(2).reduce((sum, { spoken }) => sum + spoken, 0);
  const trackOf = (index: number): Uint8Array => active[pair[index]?.person ?? -1] ?? new Uint8Array(frames);
  const voiceOf = (index: number): Float32Array | null => people[pair[index]?.person ?? -1] ?? null;
  const alike = pair.flatMap(({ person }) => similarityOf(windows, owners, person, people) ?? []);
  return {
    tracks: [trackOf(0), trackOf(1)],
    voices: [voiceOf(0), voiceOf(1)],
    count: order.length,
    strangers: total === 0 ? null : others / total,
    similarity: alike.length === 0 ? null : Math.min(...alike),
  };
}

/**
 * Whose voice each speaker of a window has: each somebody else's, as far as there are so many, and so that they are
 * most alike on the whole. Who speaks too little to have a voice is whoever is left. -1: nobody.
 */
export function assignVoices(
  voices: readonly (VoicePiece | null)[],
  spoken: readonly boolean[],
  people: readonly Float32Array[],
): readonly number[] {
  let best: { readonly owners: readonly number[]; readonly sum: number } = { owners: [], sum: -Infinity };
  const speakers = spoken.flatMap((speaks, speaker) => (speaks ? [speaker] : []));
  const apart = speakers.length <= people.length;
  const visit = (index: number, owners: readonly number[], sum: number): void => {
    const speaker = speakers[index];
    if (speaker === undefined) {
      if (sum > best.sum) best = { owners, sum };
      return;
    }
    const voice = voices[speaker] ?? null;
    for (const [person, mean] of people.entries()) {
      if (apart && owners.includes(person)) continue;
      // People come in the order of how much they speak: so much the likelier is each.
      const own =
        voice === null ? -0.01 * person : likeness(voice.embedding, mean) * (0.2 + Math.min(2, voice.clean));
      visit(index + 1, [...owners, person], sum + own);
    }
  };
  if (people.length > 0) visit(0, [], 0);
  return spoken.map((_, speaker) => best.owners[speakers.indexOf(speaker)] ?? -1);
}

/** Where most of the windows that hear a moment say that somebody speaks; their edges count for little. */
function activityOf(
  windows: readonly HeardWindow[],
  owners: readonly (readonly number[])[],
  person: number,
  frames: number,
  frameStep: number,
): Uint8Array {
  const heard = new Float32Array(frames);
  const weights = new Float32Array(frames);
  for (const [index, { at, segmentation }] of windows.entries()) {
    const { active, start, step } = segmentation;
    const bits = (owners[index] ?? []).reduce(
      (sum, owner, speaker) => (owner === person ? sum | (1 << speaker) : sum),
      0,
    );
    const length = 2 * start + (active.length - 1) * step;
    const last = Math.min(frames, Math.round((at + length) / frameStep));
    for (let frame = Math.max(0, Math.round(at / frameStep)); frame < last; frame++) {
      const time = (frame + 0.5) * frameStep - at;
      const weight = 0.02 + Math.min(1, time, length - time);
      const place = Math.max(0, Math.min(active.length - 1, Math.round((time - start) / step)));
      weights[frame] = (weights[frame] ?? 0) + weight;
      if (((active[place] ?? 0) & bits) !== 0) heard[frame] = (heard[frame] ?? 0) + weight;
    }
  }
  return joinSpeech(
    Uint8Array.from(heard, (sum, frame) => (sum > 0 && 2 * sum > (weights[frame] ?? 0) ? 1 : 0)),
  );
}

function similarityOf(
  windows: readonly HeardWindow[],
  owners: readonly (readonly number[])[],
  person: number,
  people: readonly Float32Array[],
): number | null {
  let [sum, weight] = [0, 0];
  for (const [index, { voices }] of windows.entries()) {
    for (const [speaker, voice] of voices.entries()) {
      const mean = people[person];
      if (voice === null || mean === undefined || owners[index]?.[speaker] !== person) continue;
      sum += voice.clean * likeness(voice.embedding, mean);
      weight += voice.clean;
    }
  }
  return weight > 0 ? sum / weight : null;
}
