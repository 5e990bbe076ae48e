import * as z from 'zod';
import { parseTimeline, TimelineError } from '../../timeline/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { recordSchema } from './schema.ts';
import { timelineOf } from './timeline-of.ts';
import type { DialogueRecord } from './types.ts';

/** A record from a value of unknown shape, checked whole. Throws `CorpusError` with the first thing that is wrong. */
export function parseRecord(value: unknown): DialogueRecord {
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) {
    throw new CorpusError(`The record does not fit the schema: ${z.prettifyError(parsed.error)}`, {
      cause: parsed.error,
      ...idOf(value),
    });
  }
  const record = parsed.data;
  try {
    parseTimeline(timelineOf(record));
  } catch (cause) {
    if (!(cause instanceof TimelineError)) throw cause;
    throw new CorpusError(`The record of ${record.id} contradicts itself: ${cause.message}`, {
      item: record.id,
      cause,
    });
  }
  checkTracks(record);
  return record;
}

/** One line of a corpus's records, checked. Its keys stand in the schema's order: equal records are equal bytes. */
export function printRecord(record: DialogueRecord): string {
  return `${JSON.stringify(parseRecord(record))}\n`;
}

function checkTracks({ id, audio, dry, speakers, environment, quality }: DialogueRecord): void {
  const fault = (field: string, what: string): never => {
    throw new CorpusError(`The record of ${id} contradicts itself: ${field}: ${what}`, { item: id, field });
  };
  if (speakers.some(({ channel }, index) => channel !== index || channel >= audio.channels)) {
    fault('speakers', `each speaks on the channel of its place, and there are ${audio.channels}`);
  }
  if (dry !== null && dry.frames / dry.sampleRate !== audio.frames / audio.sampleRate) {
    fault('dry', 'it is not as long as the audio');
  }
  for (const [field, tracks] of [
    ['environment.tracks', environment.tracks],
    ['quality.tracks', quality.tracks],
  ] as const) {
    if (tracks.some(({ channel }, index) => channel !== index || channel >= audio.channels))
      fault(field, 'one for each channel, in order');
  }
}

function idOf(value: unknown): { readonly item?: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? { item: value.id }
    : {};
}
