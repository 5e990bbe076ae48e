import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { minimaxAdapter } from './minimax-adapter.ts';

export type MiniMaxOptions = CloudOptions & {
  /** Sent as `GroupId`, which older accounts need; default: `MINIMAX_GROUP_ID` in the environment, if any. */
  readonly groupId?: string;
};

/** MiniMax’s voices, with the time of every word. In China: `baseURL: 'https://api.minimaxi.com/v1'`. */
export function createMiniMax({ groupId, ...options }: MiniMaxOptions = {}): CloudProvider {
  const group = groupId ?? (typeof process === 'undefined' ? undefined : process.env.MINIMAX_GROUP_ID);
  return createCloudProvider(minimaxAdapter(group === '' ? undefined : group), options);
}
