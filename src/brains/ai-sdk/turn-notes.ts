import type { AgentTurn, UserTurn } from '../../voices/index.ts';

/** Seconds of pauses from which a model is told of them: shorter ones are everybody's. */
const notablePause = 1.5;

/** How many words of what the user heard last are repeated where the agent was cut short. */
const repeatedWords = 8;

/**
 * What a user said as a model reads it: what could be heard beside the words stands in brackets before them, such as
 * `[interrupts; laughs] wait, what?`. `cut` is the agent's turn that this one ended.
 */
export function userText({ text, typed, sound }: UserTurn, cut: AgentTurn | undefined): string {
  const said = text.trim();
  const notes: string[] = [];
  if (cut !== undefined) notes.push(cutNote(cut));
  else if (sound?.interrupting === true) notes.push('interrupts');
  if (typed === true) notes.push('typed');
  if (sound?.laughter === true) notes.push('laughs');
  if (sound !== undefined && sound.paused >= notablePause)
    notes.push(`pauses for ${seconds(sound.paused)} s`);
  if (sound?.rising === true && !/[?？]\s*$/u.test(said)) notes.push('asks, by the voice');
  if (said === '') notes.push(notUnderstood(sound?.duration));
  const note = notes.length === 0 ? '' : `[${notes.join('; ')}]`;
  return [note, said].filter((part) => part !== '').join(' ');
}

/** Where the agent was stopped: only what was heard is in the history, and a model should know that it is not whole. */
export function cutNote({ text }: AgentTurn): string {
  const heard = text.trim();
  if (heard === '') return 'cuts you short before you are heard';
  return `cuts you short after “${lastWords(heard)}”`;
}

function notUnderstood(duration: number | undefined): string {
  return duration === undefined
    ? 'says nothing that was understood'
    : `speaks ${seconds(duration)} s, words not understood`;
}

function lastWords(text: string): string {
  const words = text.split(/\s+/u);
  const last = words.slice(-repeatedWords).join(' ');
  // Chinese and Japanese have no spaces: so many characters then.
  const most = 60;
  const shown = last.length > most ? last.slice(-most) : last;
  return shown.length < text.length ? `…${shown}` : shown;
}

function seconds(duration: number): string {
  return duration >= 10 ? duration.toFixed(0) : duration.toFixed(1);
}
