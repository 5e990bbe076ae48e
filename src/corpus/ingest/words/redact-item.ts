import { readFile } from 'node:fs/promises';
import type { MultichannelAudio } from '../../../dsp/index.ts';
import { fileSystemError } from '../../../media/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import type { DialogueRecord } from '../../record/types.ts';
import type { FindPrivateOptions } from '../redact/find-private.ts';
import { redactRecord } from '../redact/redact-record.ts';
import { redactSound } from '../redact/redact-sound.ts';
import type { Redaction } from './words-parameters.ts';

export type RedactedItem = {
  readonly record: DialogueRecord;
  /** Takes the same out of its sound, block by block from the beginning. */
  readonly clean: (block: MultichannelAudio) => MultichannelAudio;
};

/** A recording without what must not be kept, in its record and on its tracks. */
export function redactItem(
  record: DialogueRecord,
  redaction: Redaction,
  names: readonly string[],
  roughly: boolean,
): RedactedItem {
  const options = { ...privateOptions(redaction, names), wordless: redaction.wordless, roughly };
  const { record: redacted, intervals } = redactRecord(record, options);
  let offset = 0;
  return {
    record: redacted,
    clean({ channels, sampleRate }) {
      const place = { sampleRate, offset, way: redaction.sound };
      const length = channels[0]?.length ?? 0;
      const reached = [offset / sampleRate - 1, (offset + length) / sampleRate + 1] as const;
      offset += length;
      return {
        sampleRate,
        channels: channels.map((samples, channel) => {
          const near = (intervals[channel] ?? []).filter(
            ({ start, end }) => end > reached[0] && start < reached[1],
          );
          return near.length === 0 ? samples : redactSound(samples, near, place);
        }),
      };
    },
  };
}

export function privateOptions({ digits, emails }: Redaction, names: readonly string[]): FindPrivateOptions {
  return { names, leastDigits: digits ?? Number.POSITIVE_INFINITY, emails };
}

/** Of a list with one on each line; what stands behind # is a remark. */
export async function readNames(path: string): Promise<readonly string[]> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileSystemError(cause, 'read', path);
  });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CorpusError(`${path} is not text in UTF-8: save it as UTF-8, with one name on each line.`, {
      key: path,
      cause,
    });
  }
  const names = text.split(/\r\n|\r|\n/u).flatMap((line) => line.replace(/#.*$/u, '').trim() || []);
  if (names.length > 0) return names;
  throw new CorpusError(`${path} has no names in it. Write one on each line, or leave the list out.`, {
    key: path,
  });
}
