import { createFlitePronouncer } from 'duologue/voices/flite';
import { type DialogueText, dialogueTextWith } from './dialogue-text.ts';

/** Loads flite's front end and the dictionary of pinyin, some .2 s; after that a turn takes some 10 ms. */
export async function createDialogueText(): Promise<DialogueText> {
  return dialogueTextWith(await createFlitePronouncer());
}
