import * as z from 'zod';

const wordSchema = z.object({
  text: z.string(),
  start: z.number(),
  end: z.number(),
  confidence: z.number().optional(),
});

/** What a child may write, a line of JSON each. Other fields are its own. */
const lineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('words'),
    text: z.string(),
    words: z.array(wordSchema).default([]),
    final: z.boolean(),
    language: z.string().optional(),
  }),
  z.object({ type: z.literal('warning'), message: z.string() }),
]);

export type ChildLine = z.infer<typeof lineSchema>;

/** Characters of a line; what is longer is no protocol but a flood. */
const longestLine = 1_000_000;

export type LineReader = {
  add(chunk: string): void;
  /** The last line may have no end. */
  end(): void;
};

/** Lines as they come in pieces. What is no line of the protocol is handed over as it is. */
export function createLineReader(on: { line(line: ChildLine): void; other(text: string): void }): LineReader {
  let rest = '';
  let skipping = false;
  const read = (line: string): void => {
    const text = line.trim();
    if (text === '') return;
    const parsed = lineSchema.safeParse(parseJson(text));
    if (parsed.success) on.line(parsed.data);
    else on.other(text.slice(0, 200));
  };
  return {
    add(chunk) {
      const pieces = (rest + chunk).split('\n');
      rest = pieces.pop() ?? '';
      for (const piece of pieces) {
        if (!skipping) read(piece);
        skipping = false;
      }
      if (rest.length > longestLine) {
        if (!skipping) on.other(rest.slice(0, 200));
        skipping = true;
        rest = '';
      }
    },
    end() {
      if (!skipping) read(rest);
      rest = '';
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
