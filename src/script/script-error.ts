/** One thing that is wrong with a script, and where. */
export type ScriptProblem = {
  /** What is wrong and what to do about it, as a sentence. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units as editors count them. */
  readonly column: number;
  /** The piece of the source that is wrong. */
  readonly found: string;
  /** What the writer probably meant. */
  readonly suggestion?: string;
};

/** What the writer of a script got wrong: the first problem in its own fields, all of them in `problems`. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly suggestion: string | undefined;
  readonly problems: readonly ScriptProblem[];
  readonly path: string | undefined;

  constructor(problems: readonly [ScriptProblem, ...ScriptProblem[]], path?: string, cause?: unknown) {
    super(describe(problems, path), cause === undefined ? undefined : { cause });
    const [first] = problems;
    this.line = first.line;
    this.column = first.column;
    this.found = first.found;
    this.suggestion = first.suggestion;
    this.problems = problems;
    this.path = path;
  }
}

const shownProblems = 10;

function describe(problems: readonly ScriptProblem[], path: string | undefined): string {
  const lines = problems.slice(0, shownProblems).map((problem) => {
    const hint = problem.suggestion === undefined ? '' : ` Did you mean ${quote(problem.suggestion)}?`;
    return `${path ?? 'script'}:${problem.line}:${problem.column}: ${problem.message}${hint}`;
  });
  const hidden = problems.length - shownProblems;
  if (hidden > 0) lines.push(`and ${hidden} more ${hidden === 1 ? 'problem' : 'problems'}`);
  return lines.join('\n');
}

/** For a message: in double quotes, on one line, shortened. */
export function quote(text: string): string {
  const plain = text.replace(/[\s\p{Cc}]+/gu, ' ');
  const shown = /^.{60}/su.exec(plain)?.[0];
  return shown === undefined || shown === plain ? `"${plain}"` : `"${shown}…"`;
}

const mostProblems = 100;

/** Gathers problems, up to a number that a person would still read. */
export interface ProblemList {
  readonly size: number;
  readonly full: boolean;
  add(problem: ScriptProblem): void;
  /** Throws when there is any problem. */
  check(path?: string): void;
}

export function createProblemList(): ProblemList {
  const problems: ScriptProblem[] = [];
  return {
    get size() {
      return problems.length;
    },
    get full() {
      return problems.length >= mostProblems;
    },
    add(problem) {
      if (problems.length < mostProblems) problems.push(problem);
    },
    check(path) {
      const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
      const [first, ...rest] = sorted;
      if (first !== undefined) throw new ScriptError([first, ...rest], path);
    },
  };
}
