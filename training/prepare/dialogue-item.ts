import type { DialogueText } from '../../packages/dialospeech/src/text/index.ts';
import type { SimulatedDialogue } from './dialogue-corpus.ts';
import { longestItem, type MadeItem, packRate } from './pack-item.ts';
import { packUnits } from './pack-units.ts';
import { findThroat, type Language, type Throat } from './throats.ts';

const splitNames = { train: 'train', dev: 'valid', test: 'test' } as const;

/** A simulated dialogue as an item; none, and why, of what the model cannot learn from. */
export function dialogueItem(
  { record, tracks }: SimulatedDialogue,
  {
    language,
    throats,
    reader,
  }: { readonly language: Language; readonly throats: readonly Throat[]; readonly reader: DialogueText },
): MadeItem | string {
  const length = (tracks[0]?.length ?? 0) / packRate;
  if (length > longestItem) return `${record.id} is ${length.toFixed(1)} s long`;
  const channels = new Map(record.speakers.map(({ id, channel }) => [id, channel]));
  const speakers = record.speakers.map(({ voice }) => findThroat(throats, voice ?? ''));
  const said = record.utterances.map(({ speaker, kind, text, start, end, words, cutShort }) =>
    packUnits(reader, {
      channel: channels.get(speaker) ?? 0,
      language,
      role: kind,
      cut: cutShort,
      text,
      start,
      end,
      words,
    }),
  );
  if (said.length === 0 || said.some((units) => units.length === 0)) {
    return `${record.id} has words that are not told apart as they were timed`;
  }
  return {
    about: {
      id: record.id,
      split: splitNames[record.split ?? 'train'],
      language,
      kind: 'dialogue',
      register: record.scenario.register ?? '',
      speakers: speakers.map((throat) => ({
        id: throat?.id ?? '',
        gender: throat?.gender ?? '',
        native: throat?.native ?? language,
      })),
      units: said.flat().toSorted((a, b) => a.start - b.start),
    },
    tracks,
  };
}
