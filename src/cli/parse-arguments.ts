import { parseArgs } from 'node:util';
import { suggest } from '../timeline/index.ts';
import { type Command, commonOptions, type Invocation, type OptionDescription } from './command.ts';
import { UsageError } from './errors.ts';

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** Checks a command's arguments: names, choices, and how many positionals there are. */
export function parseArguments(command: Command, words: readonly string[]): Invocation {
  const options: Readonly<Record<string, OptionDescription>> = { ...command.options, ...commonOptions };
  const fail = (message: string): never => {
    throw new UsageError(message, command.name);
  };
  const { values, positionals, tokens } = readTokens(options, words);
  for (const token of tokens) checkToken(token, options, fail);
  for (const [name, { choices }] of Object.entries(options)) {
    for (const value of list(values[name])) {
      if (choices === undefined || typeof value !== 'string' || choices.includes(value)) continue;
      fail(`--${name} takes ${choices.join(', ')}; '${value}' is none of them.`);
    }
  }
  if (values['help'] !== true) checkPositionals(command, positionals, fail);
  return createInvocation(values, positionals, options, fail);
}

function readTokens(options: Readonly<Record<string, OptionDescription>>, words: readonly string[]) {
  const described = Object.entries(options).map(([name, { value, short, many }]) => [
    name,
    {
      type: value === undefined ? ('boolean' as const) : ('string' as const),
      multiple: many === true,
      ...(short === undefined ? {} : { short }),
    },
  ]);
  return parseArgs({
    args: [...words],
    options: Object.fromEntries(described),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
}

type Token = ReturnType<typeof readTokens>['tokens'][number];

function checkToken(
  token: Token,
  options: Readonly<Record<string, OptionDescription>>,
  fail: (message: string) => never,
): void {
  if (token.kind !== 'option') return;
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  if (option === undefined) {
    const nearest = suggest(token.name, Object.keys(options));
    fail(`There is no option ${token.rawName}.${nearest === undefined ? '' : ` Did you mean --${nearest}?`}`);
  } else if (option.value === undefined && token.value !== undefined) {
    fail(`--${token.name} is a switch and takes no value.`);
  } else if (option.value !== undefined && (token.value === undefined || isMistakenValue(token))) {
    fail(`--${token.name} needs a value: --${token.name} ${option.value}`);
  }
}

/** `--voice --seed 3`: the next option was taken for the value. `-1` and `-` are values. */
function isMistakenValue(token: Extract<Token, { kind: 'option' }>): boolean {
  return token.inlineValue === false && /^-{1,2}[A-Za-z]/.test(token.value ?? '');
}

function checkPositionals(
  command: Command,
  given: readonly string[],
  fail: (message: string) => never,
): void {
  const needed = command.positionals.filter(({ optional }) => optional !== true);
  const missing = needed[given.length];
  if (missing !== undefined) fail(`${missing.name} is missing.`);
  const most = command.positionals.some(({ many }) => many === true) ? Infinity : command.positionals.length;
  if (given.length > most) fail(`'${given[most]}' is one argument too many.`);
}

function createInvocation(
  values: Values,
  positionals: readonly string[],
  options: Readonly<Record<string, OptionDescription>>,
  fail: (message: string) => never,
): Invocation {
  const texts = (name: string): string[] => list(values[name]).filter((value) => typeof value === 'string');
  return {
    positionals,
    flag: (name) => values[name] === true,
    texts,
    text: (name) => texts(name).at(-1),
    required: (name) =>
      texts(name).at(-1) ?? fail(`--${name} is missing: --${name} ${options[name]?.value ?? 'VALUE'}`),
    number: (name, { from = -Infinity, to = Infinity } = {}) => {
      const given = texts(name).at(-1);
      if (given === undefined) return undefined;
      const value = given.trim() === '' ? Number.NaN : Number(given);
      if (!Number.isFinite(value)) return fail(`--${name} takes a number; '${given}' is none.`);
      if (value < from || value > to)
        return fail(`--${name} takes ${rangeText(from, to)}; ${given} is outside.`);
      return value;
    },
  };
}

function rangeText(from: number, to: number): string {
  if (to === Infinity) return `a number from ${from}`;
  return from === -Infinity ? `a number up to ${to}` : `a number from ${from} to ${to}`;
}

function list<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<Item>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value);
}
