import { boolean, type Columns, integer, list, number, struct, text } from './parquet-columns.ts';

const anchor = struct({ utterance: text, word: integer });

/** A record as columns of a table: every field of it but where its sound lies, which the table holds itself. */
export function recordColumns(sampleRate: number): Columns {
  return {
    id: text,
    audio: { kind: 'audio', sampleRate },
    duration: number,
    split: text,
    languages: list(text),
    speakers: list(
      struct({
        id: text,
        channel: integer,
        role: text,
        language: text,
        nativeLanguage: text,
        gender: text,
        ageBand: text,
        accent: text,
        region: text,
        voice: text,
        consent: text,
      }),
    ),
    utterances: list(
      struct({
        id: text,
        speaker: text,
        kind: text,
        text,
        start: number,
        end: number,
        language: text,
        words: list(struct({ text, start: number, end: number, confidence: number })),
        turnIndex: integer,
        anchor,
        cutShort: boolean,
        yieldAfter: number,
        aside: boolean,
        source: text,
      }),
    ),
    events: list(
      struct({
        type: text,
        kind: text,
        speaker: text,
        channels: list(integer),
        start: number,
        end: number,
        anchor,
        source: text,
        confidence: number,
      }),
    ),
    scenario: struct({ title: text, domain: text, topic: text, register: text, style: text }),
    environment: struct({
      setting: text,
      tracks: list(
        struct({
          channel: integer,
          place: text,
          device: text,
          codec: text,
          reverberation: number,
          bandwidth: number,
          signalToNoise: number,
          noiseTypes: list(text),
          bleed: number,
        }),
      ),
    }),
    provenance: struct({
      origin: text,
      generator: text,
      source: text,
      licence: text,
      seed: text,
      parametersSha256: text,
    }),
    consent: struct({ status: text, reference: text }),
    quality: struct({
      tracks: list(
        struct({
          channel: integer,
          loudness: number,
          clipping: number,
          signalToNoise: number,
          bleed: number,
          bandwidth: number,
        }),
      ),
      filters: list(struct({ name: text, value: number, threshold: number, pass: boolean })),
    }),
  };
}
