import { expect, test } from 'vitest';
import { modelsFolder } from './models-folder.ts';

test.each([
  ['what is asked for', { DUOLOGUE_MODELS: '/big/models' }, 'linux', '/big/models'],
  ['the default of XDG', {}, 'linux', '/home/ann/.local/share/duologue/models'],
  ['XDG’s folder', { XDG_DATA_HOME: '/data' }, 'linux', '/data/duologue/models'],
  ['no relative folder', { XDG_DATA_HOME: 'data' }, 'linux', '/home/ann/.local/share/duologue/models'],
  ['a Mac’s', {}, 'darwin', '/home/ann/Library/Application Support/duologue/models'],
  ['Windows’', { LOCALAPPDATA: '/local' }, 'win32', '/local/duologue/models'],
] as const)('models are kept in %s', (_, environment, platform, folder) => {
  expect(modelsFolder(environment, platform, '/home/ann')).toBe(folder);
});
