import type { ModelSpend } from '../../../corpus/index.ts';

/** `3 h 20 min` of a duration in seconds, to two places of a clock. */
export function timeText(seconds: number): string {
  const units = [
    { name: 'd', length: 86_400 },
    { name: 'h', length: 3600 },
    { name: 'min', length: 60 },
    { name: 's', length: 1 },
  ];
  const whole = Math.round(seconds);
  const first = units.findIndex(({ length }) => whole >= length);
  if (first === -1) return '0 s';
  let rest = whole;
  const parts = units.slice(first, first + 2).map(({ name, length }) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? '' : `${count} ${name}`;
  });
  return parts.filter((part) => part !== '').join(' ');
}

/** `12.3 h` of a duration in seconds. */
export function hoursText(seconds: number): string {
  const hours = seconds / 3600;
  return `${hours.toFixed(hours < 10 ? 2 : 1)} h`;
}

export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const count = bytes / 1000 ** power;
  return `${count.toFixed(power === 0 || count >= 100 ? 0 : 1)} ${units[power] ?? 'B'}`;
}

/** `openai/gpt-5-mini read 12000 and wrote 3400 tokens: 1.23 of at most 20`. */
export function spendText({ model, input, output, cost, maxCost }: ModelSpend): string {
  const price =
    cost === null ? '' : `: ${cost.toFixed(2)}${maxCost === null ? '' : ` of at most ${maxCost}`}`;
  return `${model} read ${input} and wrote ${output} tokens${price}`;
}
