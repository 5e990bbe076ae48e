import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileSystemError } from '../../../media/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import type { PlannedRecording } from '../ingest-parameters.ts';
import type { ImportedTranscript } from '../ingest-parts.ts';
import { importTranscript } from '../transcripts/import-transcript.ts';
import type { Clock } from '../two-track/read-tracks.ts';

/** What the transcripts of a recording say, with the tracks that they name. */
export type ReadTranscripts = Pick<ImportedTranscript, 'segments' | 'events'> & {
  /** Segments that lie behind the end of the recording, and are left out. */
  readonly behind: number;
};

/** The transcripts of a recording as one. Throws `CorpusError` where they cannot be those of this recording. */
export async function readTranscripts(
  { transcripts, speakers }: PlannedRecording,
  duration: number,
  clock: Clock = { offset: 0, drift: 0 },
): Promise<ReadTranscripts> {
  const read: ImportedTranscript[] = [];
  for (const [index, { path, recording }] of transcripts.entries()) {
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw fileSystemError(cause, 'read', path);
    });
    const name = basename(path);
    const transcript = importTranscript(bytes, { name, ...(recording === null ? {} : { recording }) });
    if (transcript.segments.every(({ text }) => text === '')) {
      throw new CorpusError(`${name} has no words in it. Give another transcript, or none.`, { key: path });
    }
    const ids = speakers.map(({ id }) => id);
    const own =
      transcripts.length > 1
        ? onChannel(index === 1 ? moved(transcript, clock) : transcript, index)
        : onNamedChannels(transcript, ids, name);
    read.push(own);
  }
  const segments = read.flatMap((transcript) => transcript.segments).toSorted((a, b) => a.start - b.start);
  const inside = segments.filter(({ start }) => start < duration);
  if (inside.length * 2 < segments.length) {
    const last = segments.at(-1)?.end ?? 0;
    throw new CorpusError(
      `The transcript goes on to ${last.toFixed(1)} s, and the recording ends at ${duration.toFixed(1)} s: it is of another recording, or in another unit than seconds.`,
    );
  }
  return {
    segments: inside,
    events: read.flatMap(({ events }) => events).filter(({ start }) => start < duration),
    behind: segments.length - inside.length,
  };
}

/** From the clock of the second file to that of the first. */
function moved(transcript: ImportedTranscript, { offset, drift }: Clock): ImportedTranscript {
  const at = (time: number): number => Math.max(0, offset + time / (1 + drift));
  const move = <Item extends { readonly start: number; readonly end: number }>(item: Item): Item => {
    return { ...item, start: at(item.start), end: at(item.end) };
  };
  return {
    ...transcript,
    segments: transcript.segments.map((segment) => ({ ...move(segment), words: segment.words.map(move) })),
    events: transcript.events.map(move),
  };
}

function onChannel(transcript: ImportedTranscript, channel: number): ImportedTranscript {
  return {
    ...transcript,
    segments: transcript.segments.map((segment) => ({ ...segment, speaker: null, channel })),
    events: transcript.events.map((event) => ({ ...event, speaker: null, channel })),
  };
}

/** Whoever is named as in the list is on the track that the list gives them. */
function onNamedChannels(
  transcript: ImportedTranscript,
  ids: readonly string[],
  name: string,
): ImportedTranscript {
  const named = [...new Set(transcript.segments.flatMap(({ speaker }) => speaker ?? []))];
  if (named.length > ids.length) {
    throw new CorpusError(
      `${name} is of ${named.length} speakers (${named.slice(0, 5).join(', ')}${named.length > 5 ? ', …' : ''}), and the recording of ${ids.length}. Take out who is none of them, or join those who are one.`,
    );
  }
  const channelOf = (speaker: string | null): number =>
    ids.findIndex((id) => id.toLowerCase() === speaker?.trim().toLowerCase());
  if (named.length === 0 || named.some((speaker) => channelOf(speaker) < 0)) return transcript;
  const place = <Item extends { readonly speaker: string | null; readonly channel: number | null }>(
    item: Item,
  ): Item => {
    const channel = channelOf(item.speaker);
    return channel < 0 ? item : { ...item, channel };
  };
  return { ...transcript, segments: transcript.segments.map(place), events: transcript.events.map(place) };
}
