/** Where a command prints. Data goes to `out`, everything said to a person to `say`. */
export interface Terminal {
  /** Data: standard output. Waits until it is taken. */
  out(data: string | Uint8Array): Promise<void>;
  /** Words to the person: standard error. */
  say(text: string): void;
  /** A person watches `say`: progress may redraw its line. */
  readonly interactive: boolean;
  readonly columns: number;
  /** Seconds of a clock that only runs forwards. */
  now(): number;
}

export function processTerminal(): Terminal {
  return {
    out: (data) =>
      new Promise((resolve, reject) => {
        process.stdout.write(data, (error) => (error ? reject(error) : resolve()));
      }),
    say: (text) => void process.stderr.write(text),
    interactive: process.stderr.isTTY && process.env.TERM !== 'dumb' && !process.env.CI,
    columns: process.stderr.columns ?? 80,
    now: () => performance.now() / 1000,
  };
}
