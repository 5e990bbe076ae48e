import type { TranscriptSegment } from '../ingest-parts.ts';
import { chooseRecording, fieldsOf, readChannel, readLines, readSeconds } from './read-lines.ts';
import type { ReadOptions, ReadTranscript } from './read-options.ts';
import { transcriptError } from './transcript-error.ts';

const form = 'a line is "SPEAKER recording channel start duration <NA> <NA> speaker <NA> <NA>"';

/** NIST's Rich Transcription: who speaks when, without words. */
export function readRttm(text: string, { name, recording }: ReadOptions): ReadTranscript {
  let others = 0;
  const rows = readLines(text, name).flatMap((line) => {
    const fields = fieldsOf(line);
    const [type = '', of = '', channel, from, length, , , speaker] = fields;
    if (type !== 'SPEAKER') {
      if (!/^[A-Z][A-Z-]+$/u.test(type)) throw transcriptError(line.place, `it begins with "${type}"`, form);
      if (type !== 'SPKR-INFO') others += 1;
      return [];
    }
    if (speaker === undefined) throw transcriptError(line.place, `it has ${fields.length} fields`, form);
    const start = readSeconds(from, 'the start', line.place);
    const end = start + readSeconds(length, 'the duration', line.place);
    const segment: TranscriptSegment = {
      speaker: speaker === '<NA>' ? null : speaker,
      channel: readChannel(channel),
      start,
      end,
      text: '',
      words: [],
    };
    return [{ recording: of, segment }];
  });
  return {
    segments: chooseRecording(rows, recording, name).map(({ segment }) => segment),
    warnings: others === 0 ? [] : [`${name}: ${others} lines that are not of type SPEAKER were left out.`],
  };
}
