import { basename } from 'node:path';
import { CorpusError } from '../../corpus-error.ts';
import type { PlannedRecording } from '../ingest-parameters.ts';
import { findPrivate } from '../redact/find-private.ts';

/** A date, or a date and a time: digits that tell nothing of anybody. */
const date =
  /(?<!\d)(19|20)\d\d[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])([T_-]?[0-2]\d[-_.:]?[0-5]\d([-_.:]?[0-5]\d)?)?(?!\d)/gu;
/** Nine digits or more with only their usual separators between them: a telephone's number, an account's. */
const longNumber = /\d(?:[ ()+./_-]{0,2}\d){8,}/u;

/**
 * Refuses a plan whose own words tell what is to be taken out: they are kept with the corpus, as ids, names of files and
 * what is known of a recording. The message names the place and not what stands there.
 */
export function checkPlannedNames(
  recordings: readonly PlannedRecording[],
  listed: readonly (string | null)[],
  names: readonly string[],
): void {
  for (const [index, recording] of recordings.entries()) {
    const { id, files, transcripts, speakers, scenario, environment, consent } = recording;
    const told: readonly (readonly [string, unknown])[] = [
      ['id', id],
      ...files.map(({ path }) => ['files', basename(path)] as const),
      ...transcripts.map(
        ({ path, recording: of }) => ['transcript', `${basename(path)} ${of ?? ''}`] as const,
      ),
      ['speakers', speakers],
      ['scenario', scenario],
      ['environment', environment],
      ['consent', consent.reference],
    ];
    for (const [field, value] of told) check(`recordings.${index}.${field}`, value, names);
  }
  for (const value of listed) check('licence', value, names);
}

function check(field: string, value: unknown, names: readonly string[]): void {
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) check(`${field}.${index}`, inner, names);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) check(`${field}.${name}`, inner, names);
  } else if (typeof value === 'string' && tells(value, names)) {
    throw new CorpusError(
      `${field} tells what is to be taken out: a listed name, an e-mail address or a long number. It would be kept with the corpus: name it otherwise.`,
      { field },
    );
  }
}

function tells(value: string, names: readonly string[]): boolean {
  const spaced = value.replaceAll(/[^\p{L}\p{N}@.]+/gu, ' ');
  const utterance = { id: 'text', speaker: 'text', text: spaced, start: 0, end: 0, words: [] };
  if (findPrivate([utterance], { names, leastDigits: Number.POSITIVE_INFINITY }).length > 0) return true;
  return longNumber.test(value.replaceAll(date, ' '));
}
