export { createDialogueText } from './create-dialogue-text.ts';
export type { DialogueText, ReadOptions, ReadText } from './dialogue-text.ts';
export type { TextUnit, UnitWord } from './text-units.ts';
export { type DialogueLanguage, type UnitRole, unitRoles, vocabulary } from './vocabulary.ts';
