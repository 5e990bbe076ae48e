import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HeardWord } from '../stage/user-player.ts';
import { type RecogniserName, reportSchema, type ServerOrder, type ServerReport } from './server-messages.ts';

export interface MeasuredServer extends AsyncDisposable {
  urlFor(recogniser: RecogniserName): string;
  tellWords(number: number, words: readonly HeardWord[]): void;
  /** Since it was last asked. */
  cost(): Promise<{ readonly cpu: number; readonly delay: number }>;
}

const program = fileURLToPath(new URL('measured-server.ts', import.meta.url));

export async function startServer(): Promise<MeasuredServer> {
  const child = fork(program, [], { execArgv: ['--import', 'tsx'] });
  const reported = <Type extends ServerReport['type']>(
    type: Type,
  ): Promise<Extract<ServerReport, { type: Type }>> =>
    new Promise((resolve, reject) => {
      const listen = (message: unknown): void => {
        const report = reportSchema.parse(message);
        if (!isOf(report, type)) return;
        child.off('message', listen);
        child.off('exit', fail);
        resolve(report);
      };
      const fail = (code: number | null): void =>
        reject(new Error(`The measured server ended with ${code}.`));
      child.on('message', listen);
      child.once('exit', fail);
    });
  const send = (order: ServerOrder): void => {
    if (child.connected) child.send(order);
  };
  const { url } = await reported('server-listening');
  return {
    urlFor: (recogniser) => `${url}/v1/realtime?model=${recogniser}`,
    tellWords: (number, words) => send({ type: 'words-said', number, words: [...words] }),
    async cost() {
      const told = reported('cost-told');
      send({ type: 'cost-wanted' });
      return told;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

function isOf<Type extends ServerReport['type']>(
  report: ServerReport,
  type: Type,
): report is Extract<ServerReport, { type: Type }> {
  return report.type === type;
}
