export { canonicalScript } from './canonical-script.ts';
export { checkScript } from './check-script.ts';
export {
  type DialogueTagsOptions,
  parseDialogueTags,
  printDialogueTags,
} from './dialogue-tags.ts';
export { type ParseOptions, parseScript } from './parse-script.ts';
export { printScript } from './print-script.ts';
export { type ReadScriptOptions, readScript, type ScriptFormat, sniffScript } from './read-script.ts';
export { ScriptError, type ScriptProblem } from './script-error.ts';
export { scriptCharacters, speakerLanguage, turnText, turnWords } from './turn-text.ts';
export {
  type ScriptToTurnsOptions,
  scriptToTurns,
  type TurnListOptions,
  turnsToScript,
  type WrittenTurn,
} from './turns.ts';
export * from './types.ts';
