import { durationOf } from '../record/timeline-of.ts';
import type { DialogueRecord } from '../record/types.ts';
import { parseVariant } from '../simulate/voice-variant.ts';

/** What a corpus is put together of. Amounts in seconds of dialogue, but for utterances, which are counted. */
export type MakeUp = {
  readonly voices: Amounts;
  /** Speakers who are heard in the sounds of a pool or a recording, not in a voice's: seconds of their dialogues. */
  readonly recorded: number;
  readonly places: Amounts;
  readonly devices: Amounts;
  readonly codecs: Amounts;
  readonly noises: Amounts;
  readonly sampleRates: Amounts;
  readonly sources: Amounts;
  readonly utterances: Readonly<Record<'turn' | 'backchannel' | 'interruption', number>>;
  /** By what consent is filed or waived: some, where there are very many. */
  readonly consentReferences: readonly string[];
};

export type Amounts = Readonly<Record<string, number>>;

/** Kinds of one thing that are told apart; what comes after them is `others`. */
const mostKinds = 200;
const mostReferences = 10;

export function createMakeUpTally(): { add(record: DialogueRecord): void; done(): MakeUp } {
  const amounts = {
    voices: new Map<string, number>(),
    places: new Map<string, number>(),
    devices: new Map<string, number>(),
    codecs: new Map<string, number>(),
    noises: new Map<string, number>(),
    sampleRates: new Map<string, number>(),
    sources: new Map<string, number>(),
  };
  const utterances = { turn: 0, backchannel: 0, interruption: 0 };
  const references = new Set<string>();
  let recorded = 0;
  return {
    add(record) {
      const duration = durationOf(record);
      const count = (what: keyof typeof amounts, names: Iterable<string | null>): void => {
        const own = amounts[what];
        for (const name of new Set(names)) {
          if (name === null) continue;
          const kind = own.has(name) || own.size < mostKinds ? name : 'others';
          own.set(kind, (own.get(kind) ?? 0) + duration);
        }
      };
      const { tracks } = record.environment;
      count(
        'voices',
        record.speakers.map(({ voice }) => (voice === null ? null : parseVariant(voice).voice)),
      );
      count(
        'places',
        tracks.map(({ place }) => place),
      );
      count(
        'devices',
        tracks.map(({ device }) => device),
      );
      count(
        'codecs',
        tracks.map(({ codec }) => codec),
      );
      count(
        'noises',
        tracks.flatMap(({ noiseTypes }) => noiseTypes),
      );
      count('sampleRates', [String(record.audio.sampleRate)]);
      count('sources', [record.provenance.source]);
      for (const { kind } of record.utterances) utterances[kind] += 1;
      if (record.speakers.some(({ voice }) => voice === null)) recorded += duration;
      const { reference } = record.consent;
      if (reference !== null && references.size < mostReferences) references.add(reference);
    },
    done() {
      return {
        voices: Object.fromEntries(amounts.voices),
        recorded,
        places: Object.fromEntries(amounts.places),
        devices: Object.fromEntries(amounts.devices),
        codecs: Object.fromEntries(amounts.codecs),
        noises: Object.fromEntries(amounts.noises),
        sampleRates: Object.fromEntries(amounts.sampleRates),
        sources: Object.fromEntries(amounts.sources),
        utterances,
        consentReferences: [...references],
      };
    },
  };
}
