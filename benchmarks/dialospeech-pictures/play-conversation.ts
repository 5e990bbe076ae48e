import {
  createDialogueScript,
  type ScriptTurn,
} from '../../packages/dialospeech/src/conversation/dialogue-script.ts';
import type { UnitWord } from '../../packages/dialospeech/src/conversation/word-times.ts';
import { soundShape } from '../../packages/dialospeech/src/model/shapes.ts';
import { logMel } from '../../packages/dialospeech/src/sound/log-mel.ts';
import { createTrack, framesPerToken } from '../../packages/dialospeech/src/sound/track.ts';
import { decode, speakerVector, type WatchedModel } from './open-model.ts';

/** What one speaker said in one go, and where their pointer was. */
export type PlayedUnit = {
  readonly stream: 0 | 1;
  /** Not written: the model's own. */
  readonly isOwn: boolean;
  readonly words: readonly UnitWord[];
  /** When each symbol began, and the end. Seconds. */
  readonly onsets: readonly number[];
};

/** A conversation with all that lies between text and sound. */
export type PlayedConversation = {
  /** Seconds. */
  readonly duration: number;
  readonly sampleRate: number;
  readonly tracks: readonly [PlayedTrack, PlayedTrack];
  readonly units: readonly PlayedUnit[];
  /** Where blocks of sound begin. Seconds. */
  readonly blocks: readonly number[];
  /** Seconds of a token. */
  readonly step: number;
  /** The token of silence. */
  readonly silence: number;
  readonly bands: number;
};

export type PlayedTrack = {
  readonly tokens: readonly number[];
  readonly samples: Float32Array;
  readonly mel: Float32Array;
};

/** Speaks turns and keeps everything. */
export async function playConversation(
  model: WatchedModel,
  turns: readonly ScriptTurn[],
  { speakers, seed }: { readonly speakers: readonly [string, string]; readonly seed: string },
): Promise<PlayedConversation> {
  const { file, reader, backchannels } = model;
  const script = createDialogueScript(turns, reader);
  script.readOn(turns.length);
  const vectors = [speakerVector(file, speakers[0]), speakerVector(file, speakers[1])] as const;
  const { tokens, said } = await decode(model, script.text().units, { speakers: vectors, seed });
  const step = (file.hop * framesPerToken) / file.sampleRate;
  const blocks = blockStarts(model, tokens[0].length);
  const play = async (stream: 0 | 1): Promise<PlayedTrack> => {
    const samples = await renderTrack(model, tokens[stream], {
      blocks,
      speaker: vectors[stream],
      seed: `${seed}/${stream}`,
    });
    return { tokens: tokens[stream], samples, mel: logMel(samples, soundShape(file).mel) };
  };
  return {
    duration: tokens[0].length * step,
    sampleRate: file.sampleRate,
    tracks: [await play(0), await play(1)],
    units: said.map(({ stream, unit, backchannel, onsets }) => ({
      stream,
      isOwn: unit < 0,
      words: (unit < 0 ? backchannels[backchannel]?.words : script.units[unit]?.words) ?? [],
      onsets: onsets.map((onset) => onset * step),
    })),
    blocks: blocks.map((start) => start * step),
    step,
    silence: file.tokens.silence,
    bands: file.mel.bands,
  };
}

/** In tokens: the first block is shorter, to be heard early. */
function blockStarts({ file: { flow } }: WatchedModel, tokens: number): number[] {
  const starts: number[] = [];
  for (let start = 0; start < tokens; ) {
    starts.push(start);
    start += (start === 0 ? flow.firstBlock : flow.block) / framesPerToken;
  }
  return starts;
}

type TrackRequest = {
  readonly blocks: readonly number[];
  readonly speaker: Float32Array;
  readonly seed: string;
};

async function renderTrack(
  { engine, file }: WatchedModel,
  tokens: readonly number[],
  { blocks, speaker, seed }: TrackRequest,
): Promise<Float32Array> {
  const track = createTrack(engine, soundShape(file), { speaker, seed });
  const ahead = file.flow.lookAhead / framesPerToken;
  const samples = new Float32Array(tokens.length * framesPerToken * file.hop);
  for (const [index, start] of blocks.entries()) {
    const end = blocks[index + 1] ?? tokens.length;
    const sound = await track.render(tokens.slice(start, end), tokens.slice(end, end + ahead));
    samples.set(sound, start * framesPerToken * file.hop);
  }
  return samples;
}

/** Turns of a conversation that is short enough for one picture, by stream. */
export const shortConversation: readonly ScriptTurn[] = (
  [
    [0, 'Have you seen my umbrella, the yellow one?'],
    [1, 'The one with the ducks? You left it on the bus.'],
    [0, 'On the bus! Are you sure?'],
    [1, 'Quite sure. I saw it leave.'],
  ] as const
).map(([stream, text]) => ({ stream, text, language: 'en', kind: 'turn' }));
