import { type BackchannelRule, floorSpeech } from './floor-speech.ts';
import { groupBy } from './group-by.ts';
import { byStart, countBelow } from './intervals.ts';
import { type JoinedSpeech, type JoinOptions, joinPieces, utteranceIds } from './join-pieces.ts';
import { endsSentence } from './sentences.ts';
import { type SpeechPiece, speechPieces } from './speech.ts';
import type { Timeline, Word } from './types.ts';
import { joinWords } from './words.ts';

/**
 * The three turn models of the CANDOR corpus (Reece et al. 2023, Science Advances 9, eadf3197), from words
 * alone: they know nothing of how the timeline's utterances were cut.
 */
export const turnModels = ['audiophile', 'cliffhanger', 'backbiter'] as const;

export type TurnModel = (typeof turnModels)[number];

export type Turn = {
  readonly speaker: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly words: readonly Word[];
  /** The ids of the utterances it has words of, in order. */
  readonly utterances: readonly string[];
  /** The ids of the others' backchannels that began while it lasted. Backbiter alone finds them. */
  readonly backchannels: readonly string[];
};

export type BackbiterOptions = {
  /** What counts as a backchannel. Default `words`, as in the paper. */
  readonly backchannels?: Exclude<BackchannelRule, 'none' | 'sound'>;
};

export function turnsOf(timeline: Timeline, model: TurnModel): readonly Turn[] {
  if (model === 'audiophile') return audiophileTurns(timeline);
  return model === 'cliffhanger' ? cliffhangerTurns(timeline) : backbiterTurns(timeline);
}

/**
 * Audiophile, by sound alone: a turn is all of a speaker's inter-pausal units until another speaker's unit
 * starts. Each `mm-hm` cuts the turn it answers in two.
 */
export function audiophileTurns(
  timeline: Timeline,
  { joinBelow = 0.2, dropBelow = 0.08 }: JoinOptions = {},
): readonly Turn[] {
  return mergeSpeaker(joinPieces(speechPieces(timeline.utterances), { joinBelow, dropBelow })).map(turnOf);
}

/**
 * Cliffhanger, by sentence: a speaker who has begun a sentence keeps the turn until its terminal punctuation,
 * whoever else starts; a turn is the sentences between which nobody else began one.
 */
export function cliffhangerTurns(timeline: Timeline): readonly Turn[] {
  return mergeSpeaker(sentencesOf(speechPieces(timeline.utterances))).map(turnOf);
}

/**
 * Backbiter: Cliffhanger once the listeners' backchannels are taken out of the sequence, so that they run
 * beside the turn instead of cutting it.
 */
export function backbiterTurns(
  timeline: Timeline,
  { backchannels = 'words' }: BackbiterOptions = {},
): readonly Turn[] {
  const { pieces } = floorSpeech(timeline, { backchannels });
  const onFloor = new Set(pieces.map((piece) => piece.utterance));
  const asides = timeline.utterances.filter((utterance) => !onFloor.has(utterance)).toSorted(byStart);
  return mergeSpeaker(sentencesOf(pieces)).map((group) => {
    const turn = turnOf(group);
    const from = countBelow(asides, turn.start, ({ start }) => start);
    const to = countBelow(asides, turn.end, ({ start }) => start);
    const heard = asides.slice(from, to).filter(({ speaker }) => speaker !== turn.speaker);
    return { ...turn, backchannels: heard.map(({ id }) => id) };
  });
}

/** Sentences of each speaker in order of start. The end of an utterance ends a sentence, punctuated or not. */
function sentencesOf(pieces: readonly SpeechPiece[]): JoinedSpeech[] {
  const sentences: JoinedSpeech[] = [];
  for (const own of groupBy(pieces, ({ utterance }) => utterance).values()) {
    let open: SpeechPiece[] = [];
    for (const [index, piece] of own.entries()) {
      open.push(piece);
      const next = own[index + 1];
      if (next === undefined || endsSentence(piece.word.text, next.word.text)) {
        sentences.push(joinedOf(open));
        open = [];
      }
    }
  }
  return sentences.toSorted(byStart);
}

function mergeSpeaker(parts: readonly JoinedSpeech[]): JoinedSpeech[] {
  const runs: JoinedSpeech[][] = [];
  for (const part of parts) {
    const run = runs.at(-1);
    if (run?.[0]?.speaker === part.speaker) run.push(part);
    else runs.push([part]);
  }
  return runs.map((run) => joinedOf(run.flatMap(({ pieces }) => pieces)));
}

function joinedOf(pieces: readonly SpeechPiece[]): JoinedSpeech {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const piece of pieces) {
    start = Math.min(start, piece.start);
    end = Math.max(end, piece.end);
  }
  return { speaker: pieces[0]?.speaker ?? '', start, end, pieces };
}

function turnOf({ speaker, start, end, pieces }: JoinedSpeech): Turn {
  const words = pieces.map(({ word }) => word);
  const text = joinWords(words.map((word) => word.text));
  return { speaker, start, end, text, words, utterances: utteranceIds(pieces), backchannels: [] };
}
