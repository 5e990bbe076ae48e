import { suggest } from '../timeline/index.ts';
import { readParts } from './dialogue-tags.ts';
import { eventTags } from './event-tags.ts';
import { flattenTurn } from './flat-turns.ts';
import { fastestSpeed, slowestSpeed } from './front-matter.ts';
import { guessLanguage } from './language.ts';
import { createProblemList, type ProblemList, quote } from './script-error.ts';
import { freshId, speakerIdPattern } from './speaker-id.ts';
import type { Script, ScriptSpeaker, ScriptTurn } from './types.ts';

/** A turn as speech SDKs take it. One of `voice` and `speaker` at least says who speaks. */
export type WrittenTurn = {
  readonly text: string;
  /** A voice's id: with its provider, or alone where `model` names the provider. */
  readonly voice?: string;
  /** Who speaks; without it everybody with the same voice is one speaker. */
  readonly speaker?: string;
  /** `provider/model`, or a provider alone: goes before the voice's name. */
  readonly model?: string;
  /** Rate of speech, .5 to 2. */
  readonly speed?: number;
};

export type TurnListOptions = {
  readonly path?: string;
  readonly title?: string;
  /** BCP 47; guessed from the writing system where none is given. */
  readonly language?: string;
  readonly register?: string;
  /** `provider/model` for the turns that name none. */
  readonly model?: string;
  /** Told once for each field that a script has no place for, such as `instructions`. */
  readonly warn?: (message: string) => void;
};

const turnKeys = ['text', 'voice', 'speaker', 'model', 'speed'];
const ignoredKeys = ['instructions', 'providerOptions'];

/**
 * A script from a list of turns. `[laughs]` and other events in brackets are read as events; other brackets
 * stay words. Throws a `ScriptError` that names each wrong turn; its line is the number of the turn.
 */
export function turnsToScript(turns: readonly WrittenTurn[], options: TurnListOptions = {}): Script {
  return readTurnList(turns, options);
}

/** The same for what came out of a JSON file. */
export function readTurnList(turns: unknown, options: TurnListOptions): Script {
  const problems = createProblemList();
  const { path, title, language, register, model, warn } = options;
  if (!Array.isArray(turns)) {
    const message = 'The turns are a list of objects such as {"speaker": "ann", "text": "Hello."}.';
    problems.add({ message, line: 1, column: 1, found: quote(JSON.stringify(turns) ?? 'undefined') });
  }
  const list: readonly unknown[] = Array.isArray(turns) ? turns : [];
  if (Array.isArray(turns) && list.length === 0) {
    problems.add({ message: 'The list of turns is empty.', line: 1, column: 1, found: '[]' });
  }
  const warned = new Set<string>();
  const read = list.flatMap((turn, index) =>
    problems.full ? [] : readTurn(turn, index, model, problems, warned),
  );
  problems.check(path);
  for (const key of warned) warn?.(`A script has no place for ${quote(key)} of a turn: it was left out.`);
  const { speakers, idOf } = castOf(read, warn);
  const speeds = new Map(speakers.map((speaker) => [speaker.id, speaker.speed]));
  return {
    ...(title === undefined ? {} : { title }),
    language: language ?? guessLanguage(read.map((turn) => turn.text).join('\n')),
    ...(register === undefined ? {} : { register }),
    speakers,
    turns: read.map((turn, index): ScriptTurn => {
      const speaker = idOf(turn);
      const speed =
        turn.speed === undefined || speeds.get(speaker) === turn.speed ? {} : { speed: turn.speed };
      return {
        speaker,
        onset: { type: 'auto' },
        ...speed,
        parts: readParts(turn.text),
        line: index + 1,
      };
    }),
  };
}

type ReadTurn = Omit<WrittenTurn, 'model'>;

function readTurn(
  turn: unknown,
  index: number,
  defaultModel: string | undefined,
  problems: ProblemList,
  warned: Set<string>,
): ReadTurn[] {
  const where = `turns[${index}]`;
  const report = (message: string, found: unknown, suggestion?: string): void => {
    const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? String(found));
    const hint = suggestion === undefined ? {} : { suggestion };
    problems.add({ message: `${where}${message}`, line: index + 1, column: 1, found: text, ...hint });
  };
  if (typeof turn !== 'object' || turn === null || Array.isArray(turn)) {
    report(' has to be an object such as {"speaker": "ann", "text": "Hello."}.', turn);
    return [];
  }
  const fields = new Map<string, unknown>(Object.entries(turn));
  for (const key of fields.keys()) {
    if (ignoredKeys.includes(key)) warned.add(key);
    else if (!turnKeys.includes(key)) report(` has no ${quote(key)}.`, key, suggest(key, turnKeys));
  }
  const textOf = (key: string): string | undefined => {
    const value = fields.get(key);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    report(`.${key} has to be a text.`, value);
    return undefined;
  };
  const text = textOf('text');
  if (!fields.has('text')) report(' has no text.', turn);
  const name = textOf('voice');
  const speaker = textOf('speaker');
  if (!fields.has('voice') && !fields.has('speaker')) report(' names neither a voice nor a speaker.', turn);
  const model = textOf('model') ?? defaultModel;
  const speed = fields.get('speed');
  const isSpeed = typeof speed === 'number' && speed >= slowestSpeed && speed <= fastestSpeed;
  if (speed !== undefined && !isSpeed) {
    report(`.speed has to be a number from ${slowestSpeed} to ${fastestSpeed}.`, speed);
  }
  if (text === undefined) return [];
  const voice =
    name === undefined || model === undefined || name.includes('/')
      ? name
      : `${model}${model.includes('/') ? ':' : '/'}${name}`;
  return [
    {
      text,
      ...(voice === undefined ? {} : { voice }),
      ...(speaker === undefined ? {} : { speaker }),
      ...(isSpeed ? { speed } : {}),
    },
  ];
}

type Cast = {
  readonly speakers: readonly ScriptSpeaker[];
  readonly idOf: (turn: ReadTurn) => string;
};

/** One speaker for each name, and for each voice that stands alone. */
function castOf(turns: readonly ReadTurn[], warn: TurnListOptions['warn']): Cast {
  const keyOf = (turn: ReadTurn): string =>
    turn.speaker === undefined ? `voice ${turn.voice}` : `speaker ${turn.speaker}`;
  const groups = new Map<string, ReadTurn[]>();
  for (const turn of turns) {
    const group = groups.get(keyOf(turn));
    if (group === undefined) groups.set(keyOf(turn), [turn]);
    else group.push(turn);
  }
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  const speakers = [...groups].map(([key, group]): ScriptSpeaker => {
    const label = group[0]?.speaker ?? group[0]?.voice?.split(/[/:]/).at(-1) ?? '';
    const id = speakerIdPattern.test(label) && !taken.has(label) ? label : freshId(label, taken);
    taken.add(id);
    ids.set(key, id);
    const [voice, ...otherVoices] = new Set(group.flatMap((turn) => turn.voice ?? []));
    if (otherVoices.length > 0) warn?.(`${id} has several voices: ${voice} speaks all their turns.`);
    const [speed, ...others] = new Set(group.map((turn) => turn.speed));
    return {
      id,
      ...(group[0]?.speaker === undefined || label === id ? {} : { name: label }),
      ...(voice === undefined ? {} : { voice }),
      ...(speed === undefined || others.length > 0 ? {} : { speed }),
    };
  });
  return { speakers, idOf: (turn) => ids.get(keyOf(turn)) ?? '' };
}

export type ScriptToTurnsOptions = {
  /** Events as `[laughs]` in the text, or left out. Default `brackets`. */
  readonly events?: 'brackets' | 'none';
  /** A listener's words as turns of their own, which split the turn that they answer, or left out. Default `turns`. */
  readonly backchannels?: 'turns' | 'none';
};

/** The turns of a script one after another; how they overlap and pause has no place in this form. */
export function scriptToTurns(
  script: Script,
  { events = 'brackets', backchannels = 'turns' }: ScriptToTurnsOptions = {},
): readonly WrittenTurn[] {
  const speakers = new Map(script.speakers.map((speaker) => [speaker.id, speaker]));
  return script.turns.flatMap((turn) =>
    flattenTurn(turn, {
      backchannels,
      event: ({ event }) => (events === 'none' ? '' : `[${eventTags[event][0]}]`),
      pause: () => '',
    }).map(({ speaker, text, speed = speakers.get(speaker)?.speed }) => {
      const voice = speakers.get(speaker)?.voice;
      return {
        speaker,
        ...(voice === undefined ? {} : { voice }),
        text,
        ...(speed === undefined ? {} : { speed }),
      };
    }),
  );
}
