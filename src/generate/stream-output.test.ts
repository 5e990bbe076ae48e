import { expect, test } from 'vitest';
import { openStreamOutput } from './stream-output.ts';

test('levels that are kept and leave full scale are told of', async () => {
  const options = { format: 'pcm', layout: 'mono', speakers: ['ann'], sampleRate: 8000 } as const;
  const block = {
    at: 0,
    frames: 4,
    sounds: [{ track: 0, at: 0, samples: new Float32Array(4).fill(2), gain: 1 }],
  };
  const kept = await openStreamOutput({ ...options, ceiling: undefined });
  await kept.write(block);
  await kept.finish();
  expect(kept.warnings()).toEqual([
    'Levels are kept, and peaks reach 6.0 dB over full scale: they are clipped.',
  ]);
  const limited = await openStreamOutput({ ...options, ceiling: -1 });
  await limited.write(block);
  await limited.finish();
  expect(limited.warnings()).toEqual([]);
});
