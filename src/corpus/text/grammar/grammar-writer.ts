import { CorpusError } from '../../corpus-error.ts';
import { nameAt } from '../../simulate/draw.ts';
import type { Spec } from '../../simulate/spec.ts';
import type { ScriptWriter } from '../script-writer.ts';
import { textPlace } from '../text-place.ts';
import { english } from './english/index.ts';
import type { GrammarLanguage } from './language.ts';
import { mandarin } from './mandarin/index.ts';
import { writeDialogue } from './write-dialogue.ts';

/** Writes dialogues of its own material: in English and Mandarin, on every domain, the same for the same plan. */
export function createGrammarWriter({ split: shares }: Pick<Spec, 'split'>): ScriptWriter {
  const opened = new Map<string, GrammarLanguage>();
  const languageOf = (tag: string): GrammarLanguage | undefined => {
    const base = tag.toLowerCase().split(/[-_]/)[0] ?? '';
    const open = base === 'en' ? english : base === 'zh' || base === 'cmn' ? mandarin : undefined;
    if (open === undefined) return undefined;
    const language = opened.get(base) ?? open();
    opened.set(base, language);
    return language;
  };
  return {
    async write(plan) {
      const language = languageOf(plan.language);
      if (language === undefined) {
        throw new CorpusError(
          `The embedded grammars write English and Mandarin, not ${plan.language}: use text.from scripts or model for it.`,
          { item: plan.id, field: 'languages' },
        );
      }
      const { turns, asides, topics, roles } = writeDialogue(
        plan,
        language,
        (sentence) => nameAt(shares, textPlace(sentence)) === plan.split,
      );
      return {
        script: {
          title: topics.join(', '),
          language: plan.language,
          register: plan.register,
          speakers: plan.speakers.map(({ id, gender }) => ({
            id,
            ...(gender === 'female' || gender === 'male' ? { gender } : {}),
          })),
          turns,
        },
        source: 'grammar',
        licence: 'CC0-1.0',
        topic: topics[0] ?? null,
        roles,
        style: 'spontaneous',
        asides,
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}
