import { turnsToScript } from '../script/index.ts';
import { suggest } from '../timeline/index.ts';
import { type Voice, VoiceError } from '../voices/index.ts';
import type { ConversationTurn } from './conversation-turn.ts';
import { createVoiceFinder } from './find-voice.ts';
import { GenerateError } from './generate-error.ts';
import type { ScriptInput, TurnDelivery, TurnsInput } from './options.ts';
import { UnknownModelError } from './unknown-provider-error.ts';
import type { VoiceLookup } from './voice-lookup.ts';

export type ScriptedTurns = Pick<ScriptInput, 'script' | 'voices'> & {
  readonly deliveries: readonly TurnDelivery[];
};

/** A script of the turns, its speakers' voices, and how each turn is said. Nothing is asked of any service. */
export async function scriptFromTurns(
  { turns, model, language }: TurnsInput,
  lookUp: Pick<VoiceLookup, 'find' | 'provider'>,
): Promise<ScriptedTurns> {
  checkTurns(turns);
  const voices = new Map<string, Voice>();
  const cast = new Map<string, string>();
  const speakers: string[] = [];
  const deliveries: TurnDelivery[] = [];
  const findVoice = createVoiceFinder(lookUp);
  for (const [index, turn] of turns.entries()) {
    const { voice: wanted } = turn;
    const voice =
      wanted === undefined
        ? undefined
        : await atTurn(
            index,
            (cause) => voiceField(index, turn, cause),
            () => findVoice({ voice: wanted, model: turn.model ?? model }),
          );
    const speaker = turn.speaker ?? speakerOf(voice, cast);
    speakers.push(speaker);
    const fallback = await atTurn(
      index,
      () => `turns[${index}].fallback`,
      () => findAll(turn.fallback ?? [], lookUp),
    );
    if (voice !== undefined && !voices.has(speaker)) voices.set(speaker, voice);
    deliveries.push(deliveryOf(turn, voice, fallback));
  }
  const script = turnsToScript(
    turns.map(({ text }, index) => ({ text, speaker: speakers[index] ?? '' })),
    language === undefined ? {} : { language },
  );
  return {
    script: {
      ...script,
      turns: script.turns.map(({ line: _number, ...turn }, index) => {
        const text = turns[index]?.text.trim() ?? '';
        // A model that reads marks in brackets gets the text as it is.
        return deliveries[index]?.voice?.service?.tags === true
          ? { ...turn, parts: [{ type: 'speech' as const, text }] }
          : turn;
      }),
    },
    // A speaker may be called `constructor`.
    voices: Object.fromEntries(voices),
    deliveries,
  };
}

const turnFields = [
  'text',
  'voice',
  'model',
  'speaker',
  'speed',
  'instructions',
  'providerOptions',
  'fallback',
] as const satisfies readonly (keyof ConversationTurn)[];

function checkTurns(turns: readonly ConversationTurn[]): void {
  const given: unknown = turns;
  if (!Array.isArray(given) || given.length === 0) {
    throw new GenerateError('turns: give a list of at least one turn, such as { voice, text }.', {
      field: 'turns',
    });
  }
  for (const [turnIndex, turn] of given.entries()) {
    const fail = (field: string, remedy: string): never => {
      const path = `turns[${turnIndex}]${field}`;
      throw new GenerateError(`${path}: ${remedy}`, { field: path, turnIndex });
    };
    if (typeof turn !== 'object' || turn === null) return fail('', 'give an object such as { voice, text }.');
    const fields = new Map<string, unknown>(Object.entries(turn));
    for (const name of fields.keys()) {
      if (turnFields.some((field) => field === name)) continue;
      const near = suggest(name, turnFields);
      fail(`.${name}`, `a turn has no such field${near === undefined ? '' : `; did you mean ${near}?`}`);
    }
    const text = fields.get('text');
    if (typeof text !== 'string' || text.trim() === '') fail('.text', 'give a text to say.');
    const speaker = fields.get('speaker');
    if (speaker !== undefined && !(typeof speaker === 'string' && /^[A-Za-z0-9_-]+$/.test(speaker))) {
      fail('.speaker', 'use letters, digits, _ and - only.');
    }
    if (fields.get('voice') === undefined && speaker === undefined)
      fail('.voice', 'say who speaks: give a voice.');
    const speed = fields.get('speed');
    if (speed !== undefined && !(typeof speed === 'number' && speed >= 0.5 && speed <= 2)) {
      fail('.speed', 'give a rate of speech from .5 to 2.');
    }
  }
}

/** What of a turn is at fault; a model that it has of the call is the call's. */
function voiceField(turnIndex: number, { model }: ConversationTurn, cause: VoiceError): string {
  if (!(cause instanceof UnknownModelError)) return `turns[${turnIndex}].voice`;
  return model === undefined ? 'model' : `turns[${turnIndex}].model`;
}

/** A failure to find a voice is that of the turn that wants it. */
async function atTurn<Result>(
  turnIndex: number,
  fieldOf: (cause: VoiceError) => string,
  find: () => Promise<Result>,
): Promise<Result> {
  try {
    return await find();
  } catch (cause) {
    if (!(cause instanceof VoiceError)) throw cause;
    const field = fieldOf(cause);
    throw new GenerateError(`${field}: ${cause.message}`, {
      field,
      turnIndex,
      provider: cause.provider,
      cause,
    });
  }
}

/** An id of letters, from the voice's own name. */
function speakerOf(voice: Voice | undefined, cast: Map<string, string>): string {
  const key = voice?.id ?? '';
  const known = cast.get(key);
  if (known !== undefined) return known;
  const taken = new Set(cast.values());
  // A vendor's id says nothing to whoever reads captions.
  const plain = (voice?.name ?? '').replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40);
  const base = plain.replaceAll(/^-+|-+$/g, '') || 'speaker';
  let id = base;
  for (let number = 2; taken.has(id); number++) id = `${base}-${number}`;
  cast.set(key, id);
  return id;
}

export function findAll(
  names: readonly (string | Voice)[],
  lookUp: Pick<VoiceLookup, 'find'>,
): Promise<Voice[]> {
  return Promise.all(names.map(async (name) => (typeof name === 'string' ? lookUp.find(name) : name)));
}

function deliveryOf(
  { speed, instructions, providerOptions }: ConversationTurn,
  voice: Voice | undefined,
  fallback: readonly Voice[],
): TurnDelivery {
  return {
    ...(voice === undefined ? {} : { voice }),
    ...(speed === undefined ? {} : { speed }),
    ...(instructions === undefined ? {} : { instructions }),
    ...(providerOptions === undefined ? {} : { providerOptions }),
    ...(fallback.length === 0 ? {} : { fallback }),
  };
}
