import { suggest } from '../timeline/index.ts';
import { freshId, slug, speakerIdPattern } from './speaker-id.ts';
import type { ScriptSpeaker } from './types.ts';

/** Who takes part: the declared speakers, and those that a line declares by speaking. */
export interface Cast {
  readonly speakers: readonly ScriptSpeaker[];
  find(label: string): CastMember;
  /** The language that a speaker was declared with. */
  languageOf(id: string): string | undefined;
}

export type CastMember =
  | { readonly type: 'found'; readonly id: string }
  | { readonly type: 'mistyped'; readonly suggestion: string }
  | { readonly type: 'not-a-label'; readonly suggestion?: string };

/** A name without spaces, in any writing system: `小明` can speak without being declared. */
const bareName = /^[\p{L}\p{N}\p{M}_-]{1,20}$/u;

/** More speakers than this are not looked through for a slip. */
const mostCompared = 100;
/** Who has so many speakers does not type their names. */
const mostChecked = 1_000;

/**
 * A label is a speaker's id or name, in any case. One that is neither declares a new speaker, unless it is
 * so near to a declared one that it must be a slip.
 */
export function createCast(declared: readonly ScriptSpeaker[]): Cast {
  const speakers = [...declared];
  const ids = new Set(declared.map((speaker) => speaker.id));
  const labels = new Map<string, string>();
  for (const { name, id } of declared.toReversed()) if (name !== undefined) labels.set(fold(name), id);
  for (const { id } of declared.toReversed()) labels.set(fold(id), id);
  const languages = new Map(declared.map(({ id, language }) => [id, language]));
  const written = declared
    .slice(0, mostCompared)
    .flatMap(({ id, name }) => (name === undefined ? [id] : [id, name]));
  const known = new Map<string, CastMember>();

  const add = (speaker: ScriptSpeaker, label: string): CastMember => {
    speakers.push(speaker);
    ids.add(speaker.id);
    labels.set(fold(label), speaker.id);
    return { type: 'found', id: speaker.id };
  };

  const resolve = (label: string): CastMember => {
    if (ids.has(label)) return { type: 'found', id: label };
    const id = labels.get(fold(label));
    if (id !== undefined) return { type: 'found', id };
    const near = known.size < mostChecked ? suggest(label, written) : undefined;
    if (near !== undefined && withoutDigits(near) !== withoutDigits(label)) {
      return { type: 'mistyped', suggestion: near };
    }
    if (speakerIdPattern.test(label)) return add({ id: label }, label);
    if (bareName.test(label)) return add({ id: freshId(label, ids), name: label }, label);
    const suggestion = slug(label);
    return suggestion === '' || label.length > 40
      ? { type: 'not-a-label' }
      : { type: 'not-a-label', suggestion };
  };

  return {
    speakers,
    languageOf: (id) => languages.get(id),
    find(label) {
      const before = known.get(label);
      if (before !== undefined) return before;
      const member = resolve(label);
      if (member.type === 'found') known.set(label, member);
      return member;
    },
  };
}

function fold(label: string): string {
  return label.normalize('NFC').toLowerCase();
}

/** `speaker1` and `speaker2` are two speakers, not one and a slip. */
function withoutDigits(label: string): string {
  return fold(label).replace(/\d+/gu, '');
}
