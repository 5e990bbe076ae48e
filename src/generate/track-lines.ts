import type { ScriptTurn } from '../script/index.ts';
import { joinWords } from '../timeline/index.ts';
import { type DialogueTurn, type DialogueVoice, wordsToSay } from '../voices/index.ts';
import type { ResolvedOptions } from './check-options.ts';
import type { Draft, SoundRequest, TurnDraft } from './draft-script.ts';

/** A turn, or a backchannel that the script gives, as a model with tracks is asked for it. */
export type TrackLine = {
  readonly said: DialogueTurn;
  readonly speaker: string;
  readonly turnIndex: number;
  /** Of the sound in the draft that it stands for. */
  readonly key: string;
};

type LineOptions = Pick<ResolvedOptions, 'style' | 'script' | 'backchannels' | 'interruptions'>;

/** What a model is asked for that gives each speaker a track of its own, or why it cannot be. Pure. */
export function trackLines(
  draft: Draft,
  dialogue: DialogueVoice,
  options: LineOptions,
): readonly TrackLine[] | string {
  const { script, style } = options;
  if (style !== 'natural') return `${dialogue.id} takes turns by itself, which the ${style} style does not`;
  const requests = new Map(draft.requests.map((request) => [request.key, request]));
  const lines: TrackLine[] = [];
  for (const turn of draft.turns) {
    const own = linesOfTurn(turn, script.turns[turn.index], requests, options);
    if (typeof own === 'string') return own;
    lines.push(...own);
  }
  const foreign = lines.find(({ key }) => requests.get(key)?.voice.dialogue !== dialogue);
  if (foreign !== undefined) return `turn ${foreign.turnIndex + 1} has somebody else’s voice in it`;
  const speakers = new Set(lines.map(({ speaker }) => speaker));
  const { leastVoices, mostVoices } = dialogue.limits;
  if (speakers.size < leastVoices || speakers.size > mostVoices)
    return `${dialogue.id} speaks with ${leastVoices} to ${mostVoices} voices, not ${speakers.size}`;
  const voices = new Map(lines.map(({ said, speaker }) => [`${speaker} ${said.voice}`, said.voice]));
  if (new Set(voices.values()).size < voices.size) return 'two speakers have one voice';
  if (voices.size > speakers.size) return 'a speaker has several voices';
  return lines;
}

function linesOfTurn(
  { index, speaker, keys, speech }: TurnDraft,
  turn: ScriptTurn | undefined,
  requests: ReadonlyMap<string, SoundRequest>,
  { script, backchannels, interruptions }: LineOptions,
): readonly TrackLine[] | string {
  const name = `turn ${index + 1}`;
  const [key = ''] = speech;
  const voice = requests.get(key)?.voice;
  if (turn === undefined || voice === undefined) return `${name} has nothing to say`;
  if (turn.onset.type === 'gap' || turn.onset.type === 'overlap')
    return `${name} says when it begins, which the model decides`;
  const strange = turn.parts.find(({ type }) => type !== 'speech' && type !== 'backchannel');
  if (strange !== undefined)
    return `${name} has ${strange.type === 'event' ? 'an event' : 'a pause'} in it, which the model does not make`;
  if (speech.some((each) => requests.get(each)?.voice.id !== voice.id)) return `${name} has several voices`;
  const text = joinWords(turn.parts.flatMap((part) => (part.type === 'speech' ? [part.text] : [])));
  if (wordsToSay({}, text).length === 0) return `${name} has nothing to say`;
  const interrupts = turn.onset.type === 'interrupt' && interruptions !== 'none' && index > 0;
  const cutShort = isCut(script.turns, index, interruptions !== 'none');
  const said: DialogueTurn = {
    voice: voice.id,
    text,
    ...(interrupts ? { kind: 'interruption' } : {}),
    ...(cutShort ? { cutShort } : {}),
  };
  const lines: TrackLine[] = [{ said, speaker, turnIndex: index, key }];
  if (backchannels === 'none') return lines;
  // Only those of listeners are left: nothing else in it has a sound of its own.
  const others = keys.filter((each) => !speech.includes(each));
  const written = turn.parts.flatMap((part) => (part.type === 'backchannel' ? [part] : []));
  for (const [order, part] of written.entries()) {
    const request = requests.get(others[order] ?? '');
    if (request === undefined) continue;
    lines.push({
      said: { voice: request.voice.id, text: part.text, kind: 'backchannel' },
      speaker: part.speaker,
      turnIndex: index,
      key: request.key,
    });
  }
  return lines;
}

function isCut(turns: readonly ScriptTurn[], index: number, interruptions: boolean): boolean {
  return turns[index]?.cutShort === true || (interruptions && turns[index + 1]?.onset.type === 'interrupt');
}
