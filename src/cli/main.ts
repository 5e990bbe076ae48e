#!/usr/bin/env node
import { runCommandLine } from './command-line.ts';
import { exitCodes, stoppedBy } from './exit-codes.ts';
import { processTerminal } from './terminal.ts';

/** How long, in seconds, a stopped command may take to clean up before the process ends regardless. */
const patience = 0.15;

const controller = new AbortController();
let ending: NodeJS.Timeout | undefined;
const endWithin = (seconds: number, exitCode: number): void => {
  clearTimeout(ending);
  ending = setTimeout(() => process.exit(exitCode), seconds * 1000).unref();
};
const stop = (signal: NodeJS.Signals): void => {
  const code = stoppedBy(signal);
  if (controller.signal.aborted) process.exit(code);
  endWithin(patience, code);
  // What listens may ask for more.
  controller.abort(signal);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
// The terminal was closed.
process.on('SIGHUP', stop);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader went away, as `| head` does.
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.output);
});

const code = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(),
  signal: controller.signal,
  allowTime: (seconds) => endWithin(seconds, exitCodes.done),
});
process.exit(code);
