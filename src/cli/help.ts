import { textWidth } from '../timeline/index.ts';
import { type Command, commonOptions, type OptionDescription } from './command.ts';

export function overview(commands: readonly Command[]): string {
  const width = Math.max(10, ...commands.map(({ name }) => name.length));
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(width)} ${summary}`);
  return [
    'duologue: conversation as sound',
    '',
    'Usage: duologue COMMAND [ARGUMENTS]',
    '',
    ...rows,
    '',
    'duologue COMMAND --help says more; duologue --version says which version.',
    '',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const positionals = command.positionals.map(({ name, optional, many }) => {
    const shown = many === true ? `${name}…` : name;
    return optional === true ? `[${shown}]` : shown;
  });
  const options = Object.entries({ ...command.options, ...commonOptions }).map(([name, option]) => [
    optionLabel(name, option),
    describe(option),
  ]);
  const width = Math.max(...options.map(([label]) => textWidth(label ?? '')));
  return [
    `duologue ${command.name}: ${command.summary}`,
    '',
    `Usage: duologue ${[command.name, ...positionals, '[OPTIONS]'].join(' ')}`,
    '',
    ...options.map(([label, description]) => `  ${(label ?? '').padEnd(width)}  ${description}`),
    ...(command.examples.length === 0
      ? []
      : ['', 'Examples:', ...command.examples.map((line) => `  ${line}`)]),
    '',
  ].join('\n');
}

function optionLabel(name: string, { short, value }: OptionDescription): string {
  const shortLabel = short === undefined ? '    ' : `-${short}, `;
  return `${shortLabel}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function describe({ description, choices, many }: OptionDescription): string {
  const listed = choices === undefined ? '' : `: ${choices.join(', ')}`;
  return `${description}${listed}${many === true ? ' (may be repeated)' : ''}`;
}
