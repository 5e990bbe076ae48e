import type { Terminal } from './terminal.ts';

/** One verb of `duologue`: what it takes, and what it does with it. */
export type Command = {
  /** `generate`, or two words of a group: `corpus simulate`. */
  readonly name: string;
  readonly summary: string;
  /** Positional arguments, as shown in the help: `SCRIPT`, `[OUT]`. */
  readonly positionals: readonly Positional[];
  readonly options: Readonly<Record<string, OptionDescription>>;
  /** Lines for the end of the help. */
  readonly examples: readonly string[];
  run(invocation: Invocation, context: CommandContext): Promise<void>;
};

export type Positional = { readonly name: string; readonly optional?: boolean; readonly many?: boolean };

export type OptionDescription = {
  readonly description: string;
  /** What stands for the value in the help, such as `FILE`; none for a switch. */
  readonly value?: string;
  readonly short?: string;
  readonly choices?: readonly string[];
  /** May be given more than once. */
  readonly many?: boolean;
};

/** The arguments of one call, checked against the command's description. */
export interface Invocation {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  /** The same, of what the command cannot do without: a `UsageError` where it is missing. */
  required(name: string): string;
  texts(name: string): readonly string[];
  /** A finite number; outside `[from, to]` it is a `UsageError`. */
  number(name: string, range?: { readonly from?: number; readonly to?: number }): number | undefined;
}

export type CommandContext = {
  readonly terminal: Terminal;
  /** Aborts on Ctrl-C and on a request to terminate. */
  readonly signal: AbortSignal;
  /** Once aborted, the command may take so many seconds to end; else the process ends almost at once. */
  readonly allowTime?: (seconds: number) => void;
};

/** Options that every command takes. */
export const commonOptions = {
  json: { description: 'print the result as JSON, for programs' },
  quiet: { description: 'print errors only', short: 'q' },
  help: { description: 'show this help', short: 'h' },
} as const satisfies Record<string, OptionDescription>;
