import { readFile } from 'node:fs/promises';
import { parseScript, turnText } from '../../../src/script/index.ts';
import type { TestLanguage, TestScript, TestTurn } from '../test-script.ts';

const files = { en: './english.txt', zh: './mandarin.txt' } as const;

/** The dialogues that were written by hand, of subjects that the grammar does not have. */
export async function writtenScripts(language: TestLanguage): Promise<TestScript[]> {
  const text = await readFile(new URL(files[language], import.meta.url), 'utf8');
  return splitDialogues(text).map((dialogue, index) => ({
    id: `${language}-written-${String(index + 1).padStart(2, '0')}`,
    language,
    crossLingual: false,
    origin: 'written',
    turns: turnsOf(dialogue, language),
  }));
}

/** A dialogue is what stands below a line that begins with `# `. */
function splitDialogues(text: string): string[] {
  return text
    .split(/^# .*$/mu)
    .map((dialogue) => dialogue.trim())
    .filter((dialogue) => dialogue !== '');
}

function turnsOf(dialogue: string, language: TestLanguage): TestTurn[] {
  const { turns } = parseScript(`---\nlanguage: ${language === 'zh' ? 'zh-CN' : 'en'}\n---\n${dialogue}\n`);
  return turns.map((turn) => ({
    speaker: turn.speaker === 'b' ? 1 : 0,
    text: turnText(turn),
    kind: turn.onset.type === 'interrupt' ? 'interruption' : 'turn',
    cutShort: turn.cutShort === true,
  }));
}

/** The same words for speakers of the other language. */
export function crossed(script: TestScript): TestScript {
  return { ...script, id: `${script.id}-crossed`, crossLingual: true };
}
