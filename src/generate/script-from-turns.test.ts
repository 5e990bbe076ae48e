import { expect, test } from 'vitest';
import { scriptFromTurns } from './script-from-turns.ts';
import { openVoiceLookup } from './voice-lookup.ts';

test('speakers are called as their voices are, not by a vendor’s ids', async () => {
  await using lookup = openVoiceLookup({ connections: { elevenlabs: { apiKey: 'key-1' } } });
  const george = 'JBFqnCBsd6RMkjVDRZzb';
  const turns = [
    { voice: 'George', text: 'One.' },
    { voice: george, text: 'Two.' },
    { voice: 'an-id-of-mine', text: 'Three.' },
    { voice: george, model: 'elevenlabs/eleven_flash_v2_5', text: 'Four.' },
  ];
  const { script } = await scriptFromTurns({ turns, model: 'elevenlabs/eleven_v3' }, lookup);
  const said = typeof script === 'string' ? [] : script.turns.map(({ speaker }) => speaker);
  expect(said).toEqual(['George', 'George', 'an-id-of-mine', 'George-2']);
});
