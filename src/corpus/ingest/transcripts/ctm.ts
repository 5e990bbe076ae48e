import type { TranscriptSegment } from '../ingest-parts.ts';
import { chooseRecording, fieldsOf, isNumber, readChannel, readLines, readSeconds } from './read-lines.ts';
import type { ReadOptions, ReadTranscript } from './read-options.ts';
import { type SaidWord, segmentsOfWords } from './segment-words.ts';
import { transcriptError } from './transcript-error.ts';

const form = 'a line is "recording channel start duration word [confidence]"';

/** NIST's time-marked conversation. Of alternatives the first is taken. */
export function readCtm(text: string, { name, recording, pause }: ReadOptions): ReadTranscript {
  const rows: { recording: string; word: SaidWord }[] = [];
  let alternative = 0;
  for (const line of readLines(text, name)) {
    const fields = fieldsOf(line);
    const [of = '', channel, start, duration, token, confidence] = fields;
    const mark = [token, fields[4], fields[2]].find(
      (field) => field !== undefined && /^<ALT(_BEGIN|_END)?>$/u.test(field),
    );
    if (mark !== undefined) {
      alternative = mark === '<ALT>' ? alternative + 1 : 0;
      continue;
    }
    if (alternative > 0) continue;
    if (token === undefined) throw transcriptError(line.place, `it has ${fields.length} fields`, form);
    const from = readSeconds(start, 'the start', line.place);
    const length = readSeconds(duration, 'the duration', line.place);
    const sure = isNumber(confidence) ? Math.min(1, Math.max(0, Number(confidence))) : undefined;
    rows.push({
      recording: of,
      word: {
        speaker: null,
        channel: readChannel(channel),
        text: token,
        start: from,
        end: from + length,
        ...(sure === undefined ? {} : { confidence: sure }),
      },
    });
  }
  const words = chooseRecording(rows, recording, name).map(({ word }) => word);
  const segments: readonly TranscriptSegment[] = segmentsOfWords(words, pause);
  return { segments, warnings: [] };
}
