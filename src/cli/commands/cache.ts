import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { openCache } from '../service-options.ts';
import { readSettings } from '../settings.ts';

const actions = ['info', 'prune', 'clear'];

export const cacheCommand: Command = {
  name: 'cache',
  summary: 'the utterances of services that were paid for and kept',
  positionals: [{ name: 'ACTION', optional: true }],
  options: {
    'max-size': { description: 'with prune: megabytes that are left, of those used last', value: 'MB' },
    config: { description: 'the settings that name the folder', value: 'FILE' },
  },
  examples: ['duologue cache', 'duologue cache prune --max-size 500', 'duologue cache clear'],

  async run(invocation, { terminal }) {
    const [action = 'info'] = invocation.positionals;
    if (!actions.includes(action)) {
      throw new UsageError(`There is no action '${action}': use ${actions.join(', ')}.`, 'cache');
    }
    const size = invocation.number('max-size', { from: 0 });
    if (action === 'prune' && size === undefined) {
      throw new UsageError('prune needs to know how much may stay: --max-size MB', 'cache');
    }
    if (action !== 'prune' && size !== undefined) {
      throw new UsageError(`--max-size goes with prune, not with ${action}.`, 'cache');
    }
    const { settings } = await readSettings(invocation.text('config'));
    const cache = openCache(settings);
    const removed = action === 'info' ? 0 : await cache.prune(action === 'clear' ? 0 : (size ?? 0) * 1e6);
    const { segments, bytes } = await cache.usage();
    if (invocation.flag('json')) {
      await terminal.out(`${JSON.stringify({ folder: cache.folder, segments, bytes, removed }, null, 2)}\n`);
      return;
    }
    if (invocation.flag('quiet')) return;
    const took = action === 'info' ? '' : `${removed} removed; `;
    await terminal.out(`${took}${segments} utterances, ${(bytes / 1e6).toFixed(1)} MB, in ${cache.folder}\n`);
  },
};
