/** One line of the log: what happened, and plain facts about it. Never a key, never a word that somebody said. */
export type LogEntry = {
  readonly event: string;
  readonly level: 'info' | 'warning' | 'error';
} & Readonly<Record<string, string | number | boolean | undefined>>;

export type Log = (entry: LogEntry) => void;

/** As JSON, with the time, for a file or a collector. */
export function logLine(entry: LogEntry, time: Date): string {
  return `${JSON.stringify({ time: time.toISOString(), ...entry })}\n`;
}
