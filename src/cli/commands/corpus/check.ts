import { type CorpusFault, checkCorpus, openStore } from '../../../corpus/index.ts';
import type { Command } from '../../command.ts';
import { InputError } from '../../errors.ts';
import { createProgress } from '../../progress.ts';

export const corpusCheckCommand: Command = {
  name: 'corpus check',
  summary: 'whether a corpus is whole and says the truth',
  positionals: [{ name: 'CORPUS' }],
  options: {
    'no-sound': { description: 'records and files only: no sound is listened to' },
  },
  examples: [
    'duologue corpus check out/telephone',
    'duologue corpus check s3://bucket/telephone --no-sound --json',
  ],

  async run(invocation, { terminal, signal }) {
    const [place = ''] = invocation.positionals;
    const json = invocation.flag('json');
    await using store = await openStore(place);
    const progress = createProgress(terminal, invocation.flag('quiet') || json);
    const faults: CorpusFault[] = [];
    let items = 0;
    const options = {
      sounds: !invocation.flag('no-sound'),
      signal,
      onItem: (item: string) => progress.update('checking', 0, `${++items} dialogues, ${item}`),
    };
    for await (const fault of checkCorpus(store, options)) {
      faults.push(fault);
      if (json) continue;
      progress.end();
      await terminal.out(
        `${[fault.kind, fault.item ?? fault.key, fault.message].filter(Boolean).join(': ')}\n`,
      );
    }
    progress.end();
    if (json) await terminal.out(`${JSON.stringify({ dialogues: items, faults }, null, 2)}\n`);
    if (faults.length > 0) {
      const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
      throw new InputError(`${place} has ${count}.`);
    }
    if (!json && !invocation.flag('quiet'))
      await terminal.out(`${place}: ${items} dialogues, nothing wrong.\n`);
  },
};
