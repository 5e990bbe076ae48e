import { parseScript, type Script, type ScriptTurn, turnText } from 'duologue/script';
import type { DialogueTurn } from 'duologue/voices';

export type SpokenTurn = { readonly speaker: string; readonly turn: DialogueTurn };

/** Who speaks in a script, in order of first words. */
export function speakersOf(script: Script): string[] {
  return [...new Set(script.turns.map(({ speaker }) => speaker))];
}

export function readTurns(text: string): Script {
  return parseScript(text);
}

/** Turns as the model takes them; what a listener says within a turn comes after it. */
export function spokenTurns(script: Script, voiceOf: (speaker: string) => string): SpokenTurn[] {
  const turn = (speaker: string, text: string, more: Omit<DialogueTurn, 'voice' | 'text'>): SpokenTurn => ({
    speaker,
    turn: { voice: voiceOf(speaker), text, ...more },
  });
  return script.turns.flatMap((written) => {
    const text = turnText(written);
    const kind = written.onset.type === 'interrupt' ? 'interruption' : 'turn';
    const cut = written.cutShort === undefined ? {} : { cutShort: written.cutShort };
    return [
      ...(text === '' ? [] : [turn(written.speaker, text, { kind, ...cut })]),
      ...listeners(written).map(({ speaker, text: said }) => turn(speaker, said, { kind: 'backchannel' })),
    ];
  });
}

function listeners({ parts }: ScriptTurn): { speaker: string; text: string }[] {
  return parts.flatMap((part) =>
    part.type === 'backchannel' ? [{ speaker: part.speaker, text: part.text }] : [],
  );
}
