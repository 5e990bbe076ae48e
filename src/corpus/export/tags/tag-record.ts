import type { DialogueRecord } from '../../record/types.ts';
import { plainWord } from '../words-of.ts';
import { createTagger } from './create-tagger.ts';
import type { TagDialectName } from './tag-dialect.ts';

export type TaggedRecord = {
  readonly record: DialogueRecord;
  /** Events that stand in no text, since their speaker says nothing near them. */
  readonly homeless: number;
};

/** The record with its events in the texts of its utterances. Their words stay as they are. */
export function tagRecord(record: DialogueRecord, dialect: TagDialectName): TaggedRecord {
  const tagger = createTagger(record, dialect);
  const utterances = record.utterances.map((utterance) => ({ ...utterance, text: tagger.text(utterance) }));
  return { record: { ...record, utterances }, homeless: tagger.homeless };
}

/** The words of each utterance as scorers write them, and the tags among them where there are to be any. */
export function plainTexts(
  record: DialogueRecord,
  dialect: TagDialectName | undefined,
): (utterance: DialogueRecord['utterances'][number]) => readonly string[] {
  if (dialect === undefined) {
    return ({ words }) => words.map(({ text }) => plainWord(text)).filter((text) => text !== '');
  }
  const tagger = createTagger(record, dialect);
  return (utterance) => tagger.words(utterance, plainWord);
}
