import { expect, test } from 'vitest';
import { diskError } from './model-error.ts';

test.each([
  ['ENOSPC', { code: 'disk-full', message: expect.stringContaining('Make room') }],
  ['EDQUOT', { code: 'disk-full' }],
  ['EROFS', { code: 'no-permission', message: expect.stringContaining('DUOLOGUE_MODELS') }],
  ['ENOTDIR', { code: 'io' }],
])('%s from the file system is a ModelError', (code, wanted) => {
  const fault = Object.assign(new Error(`${code}: it failed`), { code, syscall: 'write' });
  expect(diskError(fault, '/models')).toMatchObject({ name: 'ModelError', cause: fault, ...wanted });
});

test('anything else is left as it is', () => {
  const fault = new TypeError('a mistake');
  expect(diskError(fault, '/models')).toBe(fault);
});
