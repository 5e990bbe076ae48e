import type { CorpusUtterance, DialogueRecord } from '../record/types.ts';

/** Seconds of sound of which one level is taken. */
const step = 0.01;
/** dB by which speech lies over what is heard where nobody speaks. */
const overFloor = 3;
/** dBFS: below it a dry track is silent; where no label stands it is allowed to be louder for a moment only. */
const drySilence = -60;
const longestUnlabelled = 0.15;
/** Seconds around a label that still belong to it. */
const margin = 0.06;
/** Shorter ones say too little. */
const shortestLabel = 0.08;

export type LabelFault = {
  readonly kind: 'label-silent' | 'label-missing';
  readonly message: string;
};

export type HeardTracks = { readonly channels: readonly Float32Array[]; readonly sampleRate: number };

/** Whether there is sound where the record says that somebody speaks, and, on dry tracks, none where it does not. */
export function checkLabels(
  record: DialogueRecord,
  tracks: HeardTracks,
  dry: boolean,
): readonly LabelFault[] {
  return record.speakers.flatMap(({ id, channel }) => {
    const samples = tracks.channels[channel];
    if (samples === undefined) return [];
    const levels = levelsOf(samples, tracks.sampleRate);
    const own = record.utterances.filter(({ speaker }) => speaker === id);
    const labelled = labelledSteps(record, id, levels.length);
    const floor = dry ? drySilence : quietLevel(levels, labelled);
    const silent = own.flatMap((utterance) => silentLabel(utterance, levels, floor + overFloor, channel));
    return dry ? [...silent, ...unlabelledSound(levels, labelled, channel)] : silent;
  });
}

/** dBFS, step by step. */
function levelsOf(samples: Float32Array, sampleRate: number): Float32Array {
  const size = Math.max(1, Math.round(step * sampleRate));
  const levels = new Float32Array(Math.ceil(samples.length / size));
  for (let index = 0; index < levels.length; index++) {
    let energy = 0;
    const end = Math.min(samples.length, (index + 1) * size);
    for (let frame = index * size; frame < end; frame++) {
      const sample = samples[frame] ?? 0;
      energy += sample * sample;
    }
    levels[index] = 10 * Math.log10(energy / Math.max(1, end - index * size) + 1e-12);
  }
  return levels;
}

function labelledSteps({ utterances, events }: DialogueRecord, speaker: string, steps: number): Uint8Array {
  const labelled = new Uint8Array(steps);
  const spans = [...utterances, ...events].filter((span) => span.speaker === speaker);
  for (const { start, end } of spans) {
    const from = Math.max(0, Math.floor((start - margin) / step));
    labelled.fill(1, from, Math.min(steps, Math.ceil((end + margin) / step)));
  }
  return labelled;
}

/** What nine tenths of the time without one's own speech lie below: the other's bleed and noise are in it. */
function quietLevel(levels: Float32Array, labelled: Uint8Array): number {
  const quiet = levels.filter((_, index) => labelled[index] === 0).toSorted();
  return quiet[Math.floor(quiet.length / 2)] ?? drySilence;
}

function silentLabel(
  { id, start, end, words }: CorpusUtterance,
  levels: Float32Array,
  least: number,
  channel: number,
): LabelFault[] {
  const spans = words.length > 0 ? words : [{ start, end }];
  let loudest = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    const to = Math.min(levels.length, Math.ceil(span.end / step));
    for (let index = Math.floor(span.start / step); index < to; index++) {
      loudest = Math.max(loudest, levels[index] ?? Number.NEGATIVE_INFINITY);
    }
  }
  if (end - start < shortestLabel || loudest >= least) return [];
  const message = `${id} (${start.toFixed(2)}–${end.toFixed(2)} s) is said to be spoken on channel ${channel}, where the sound reaches only ${loudest.toFixed(0)} dBFS.`;
  return [{ kind: 'label-silent', message }];
}

function unlabelledSound(levels: Float32Array, labelled: Uint8Array, channel: number): LabelFault[] {
  const faults: LabelFault[] = [];
  let run = 0;
  for (let index = 0; index <= levels.length; index++) {
    const heard = index < levels.length && labelled[index] === 0 && (levels[index] ?? -120) > drySilence;
    if (heard) {
      run += 1;
      continue;
    }
    if (run * step > longestUnlabelled) {
      const [from, to] = [(index - run) * step, index * step];
      const message = `Channel ${channel} sounds from ${from.toFixed(2)} to ${to.toFixed(2)} s, where no label stands.`;
      faults.push({ kind: 'label-missing', message });
    }
    run = 0;
  }
  return faults;
}
