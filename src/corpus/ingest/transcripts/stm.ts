import type { TranscriptSegment } from '../ingest-parts.ts';
import { chooseRecording, fieldsOf, readChannel, readLines, readSeconds } from './read-lines.ts';
import type { ReadOptions, ReadTranscript } from './read-options.ts';
import { transcriptError } from './transcript-error.ts';

const form = 'a line is "recording channel speaker start end [<label>] text"';
/** Conditions of NIST's, such as `<o,f0,female>`; alone, `<o>` or `<f0>`. Others in brackets are sounds. */
const label = /^<(?:[^<>]*,[^<>]*|o|f\d)>$/iu;
const ignored = 'ignore_time_segment_in_scoring';

/** NIST's segment time mark. */
export function readStm(text: string, { name, recording }: ReadOptions): ReadTranscript {
  const rows = readLines(text, name).flatMap((line) => {
    const fields = fieldsOf(line);
    const [of = '', channel, speaker, from, to] = fields;
    if (speaker === undefined || to === undefined) {
      throw transcriptError(line.place, `it has ${fields.length} fields`, form);
    }
    const start = readSeconds(from, 'the start', line.place);
    const end = readSeconds(to, 'the end', line.place);
    if (end < start)
      throw transcriptError(line.place, `it ends at ${end}, before its start at ${start}`, form);
    const rest = fields.slice(5);
    const words = label.test(rest[0] ?? '') ? rest.slice(1) : rest;
    const said = words.filter((word) => word !== '@').join(' ');
    if (said.toLowerCase() === ignored) return [];
    const segment: TranscriptSegment = {
      speaker,
      channel: readChannel(channel),
      start,
      end,
      text: said,
      words: [],
    };
    return [{ recording: of, segment }];
  });
  return { segments: chooseRecording(rows, recording, name).map(({ segment }) => segment), warnings: [] };
}
