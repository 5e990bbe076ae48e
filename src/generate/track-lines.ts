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

export type TrackLines = {
  readonly lines: readonly TrackLine[];
  /** What of the script the model does not do. */
  readonly unmet: readonly string[];
};

type LineOptions = Pick<ResolvedOptions, 'style' | 'script' | 'backchannels' | 'interruptions'>;

/** What a model is asked for that gives each speaker a track of its own, or why it cannot be. Pure. */
export function trackLines(draft: Draft, dialogue: DialogueVoice, options: LineOptions): TrackLines | string {
  const { script, style } = options;
  if (style !== 'natural') return `${dialogue.id} takes turns by itself, which the ${style} style does not`;
  const requests = new Map(draft.requests.map((request) => [request.key, request]));
  const lines: TrackLine[] = [];
  const unmet: string[] = [];
  for (const turn of draft.turns) {
    const own = linesOfTurn(turn, script.turns[turn.index], requests, { ...options, dialogue });
    if (typeof own === 'string') return own;
    lines.push(...own);
    unmet.push(...unmetOf(`turn ${turn.index + 1}`, script.turns[turn.index], dialogue));
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
  return { lines, unmet };
}

/** What the writer decided that the model decides, or does not make. */
function unmetOf(name: string, turn: ScriptTurn | undefined, { pauses = false }: DialogueVoice): string[] {
  const { parts = [], onset } = turn ?? {};
  const isTimed = onset?.type === 'gap' || onset?.type === 'overlap';
  const hasPause = parts.some(({ type }) => type === 'pause') && !pauses;
  return [
    ...(isTimed ? [`${name} says when it begins, which the model decides`] : []),
    ...(parts.some(({ type }) => type === 'event')
      ? [`${name} has an event in it, which the model does not make`]
      : []),
    ...(hasPause ? [`${name} has a pause in it, which the model does not make`] : []),
  ];
}

function linesOfTurn(
  { index, speaker, keys, speech }: TurnDraft,
  turn: ScriptTurn | undefined,
  requests: ReadonlyMap<string, SoundRequest>,
  { script, backchannels, interruptions, dialogue }: LineOptions & { readonly dialogue: DialogueVoice },
): readonly TrackLine[] | string {
  // Sounds alone: it is left out, which is told where they are.
  if (turn !== undefined && speech.length === 0) return [];
  const name = `turn ${index + 1}`;
  const [key = ''] = speech;
  const voice = requests.get(key)?.voice;
  if (turn === undefined || voice === undefined) return `${name} has nothing to say`;
  if (speech.some((each) => requests.get(each)?.voice.id !== voice.id)) return `${name} has several voices`;
  const text = joinWords(turn.parts.flatMap((part) => (part.type === 'speech' ? [part.text] : [])));
  if (wordsToSay({}, text).length === 0) return `${name} has nothing to say`;
  const pauses = dialogue.pauses === true ? pausesOf(turn) : [];
  const interrupts = turn.onset.type === 'interrupt' && interruptions !== 'none' && index > 0;
  const cutShort = isCut(script.turns, index, interruptions !== 'none');
  const said: DialogueTurn = {
    voice: voice.id,
    text,
    ...(interrupts ? { kind: 'interruption' } : {}),
    ...(cutShort ? { cutShort } : {}),
    ...(pauses.length > 0 ? { pauses } : {}),
  };
  const lines: TrackLine[] = [{ said, speaker, turnIndex: index, key }];
  if (backchannels === 'none') return lines;
  const listened = keys.filter((each) => requests.get(each)?.purpose === 'backchannel');
  const written = turn.parts.flatMap((part) => (part.type === 'backchannel' ? [part] : []));
  for (const [order, part] of written.entries()) {
    const request = requests.get(listened[order] ?? '');
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

/** Those that the writer put between two words, by the words before them. */
function pausesOf({ parts }: ScriptTurn): NonNullable<DialogueTurn['pauses']> {
  const pauses: { after: number; duration: number }[] = [];
  let after = 0;
  for (const part of parts) {
    if (part.type === 'speech') after += wordsToSay({}, part.text).length;
    else if (part.type === 'pause' && part.duration > 0) pauses.push({ after, duration: part.duration });
  }
  return pauses;
}

function isCut(turns: readonly ScriptTurn[], index: number, interruptions: boolean): boolean {
  return turns[index]?.cutShort === true || (interruptions && turns[index + 1]?.onset.type === 'interrupt');
}
