import type { DialogueRecord, SpokenSpan } from '../../src/corpus/index.ts';

/** Seconds: what is apart by less is one stretch of speech, and what is shorter is none, as ingest has it. */
const joinBelow = 0.2;
const dropBelow = 0.08;

type Span = { readonly start: number; readonly end: number };

/** When each speaker of a dialogue really speaks, by their words, in order of the channels. Laughter is none. */
export function trueUnits({ speakers, utterances }: DialogueRecord): readonly (readonly Span[])[] {
  return speakers
    .toSorted((a, b) => a.channel - b.channel)
    .map(({ id }) => {
      const own = utterances.flatMap(({ speaker, words }) => (speaker === id ? words : []));
      const units: { start: number; end: number }[] = [];
      for (const { start, end } of own.toSorted((a, b) => a.start - b.start)) {
        const last = units.at(-1);
        if (last !== undefined && start - last.end < joinBelow) last.end = Math.max(last.end, end);
        else units.push({ start, end });
      }
      return units.filter(({ start, end }) => end - start >= dropBelow);
    });
}

/** The same, by speaker. */
export function trueSpeech(truth: DialogueRecord): readonly SpokenSpan[] {
  const ids = truth.speakers.toSorted((a, b) => a.channel - b.channel).map(({ id }) => id);
  return trueUnits(truth).flatMap((units, channel) =>
    units.map(({ start, end }) => ({ speaker: ids[channel] ?? '', start, end })),
  );
}
