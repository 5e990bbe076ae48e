import { parseSentences, parseTemplate, type Template } from './template.ts';

/** What a line is to those who hear it: how they react to it, and who laughs. */
export type Mood = 'plain' | 'good' | 'bad' | 'funny' | 'opinion';

export type Line = {
  /** `A` wants to know, `B` knows. */
  readonly side: Side;
  readonly mood: Mood;
  readonly sentences: readonly Template[];
};

export type Side = 'A' | 'B';

/** A few lines that belong together: a question, its answer, what is said of it. */
export type Beat = readonly Line[];

/** Something to talk about. */
export type Topic = {
  readonly name: string;
  /** What fills its slots, each drawn once for a conversation. Names that are joined are drawn together. */
  readonly facts: readonly {
    readonly names: readonly string[];
    readonly values: readonly (readonly Template[])[];
  }[];
  /** Slots of pools that mean one thing throughout: `keep = date | price`. */
  readonly keeps: ReadonlySet<string>;
  /** `open`, `talk`, `end`, `later`: beats to choose from. */
  readonly sections: ReadonlyMap<string, readonly Beat[]>;
};

const moods: Readonly<Record<string, Mood>> = {
  '': 'plain',
  '+': 'good',
  '-': 'bad',
  '~': 'funny',
  '!': 'opinion',
};

/**
 * Topics as they are written:
 *
 * ```
 * # the name of a topic
 * place + sight = Kyoto + the temples | Lisbon + the trams
 * > open
 * A: how was {place}?
 * B+: (great|lovely). we loved {sight}.
 * > talk
 * …
 * ```
 *
 * An empty line ends a beat; `+ - ~ !` after the side are moods. Throws `SyntaxError` with the line.
 */
export function parseTopics(source: string): Topic[] {
  const topics: MutableTopic[] = [];
  let section: Line[][] = [];
  for (const [index, raw] of source.split('\n').entries()) {
    const line = raw.trim();
    const topic = topics.at(-1);
    try {
      if (line === '') section.push([]);
      else if (line.startsWith('# ')) {
        topics.push({ name: line.slice(2), facts: [], keeps: new Set(), sections: new Map() });
        section = [];
      } else if (topic === undefined) throw new SyntaxError('A topic begins with # and its name');
      else if (line.startsWith('> ')) {
        section = topic.sections.get(line.slice(2)) ?? [];
        section.push([]);
        topic.sections.set(line.slice(2), section);
      } else if (/^[AB][-+~!]?:/.test(line)) section.at(-1)?.push(parseLine(line));
      else if (line.startsWith('keep = '))
        splitAndTrim(line.slice(7), '|').map((slot) => topic.keeps.add(slot));
      else topic.facts.push(parseFact(line));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SyntaxError(`${topic?.name ?? ''}, line ${index + 1}: ${reason}`, { cause });
    }
  }
  return topics.map((topic) => ({
    ...topic,
    sections: new Map(
      [...topic.sections].map(([name, beats]) => [name, beats.filter((beat) => beat.length > 0)]),
    ),
  }));
}

type MutableTopic = {
  name: string;
  facts: Topic['facts'][number][];
  keeps: Set<string>;
  sections: Map<string, Line[][]>;
};

function parseLine(line: string): Line {
  const [, side, sign = '', text = ''] = /^([AB])([-+~!]?):(.*)$/.exec(line) ?? [];
  return { side: side === 'A' ? 'A' : 'B', mood: moods[sign] ?? 'plain', sentences: parseSentences(text) };
}

function parseFact(line: string): Topic['facts'][number] {
  const equals = line.indexOf('=');
  if (equals === -1) throw new SyntaxError(`Neither a line of speech nor a fact: ${line}`);
  const names = splitAndTrim(line.slice(0, equals), '+');
  const values = splitAndTrim(line.slice(equals + 1), '|').map((value) =>
    splitAndTrim(value, '+').map(parseTemplate),
  );
  if (values.some((value) => value.length !== names.length))
    throw new SyntaxError(`Not ${names.length} of each: ${line}`);
  return { names, values };
}

function splitAndTrim(text: string, separator: string): string[] {
  return text.split(separator).map((part) => part.trim());
}
