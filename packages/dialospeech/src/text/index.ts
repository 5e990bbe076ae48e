export {
  createDialogueText,
  type DialogueText,
  type ReadOptions,
  type ReadText,
} from './create-dialogue-text.ts';
export type { TextUnit, UnitWord } from './text-units.ts';
export { type DialogueLanguage, type UnitRole, unitRoles, vocabulary } from './vocabulary.ts';
