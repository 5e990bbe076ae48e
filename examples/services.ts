// Two services in one conversation: what it would cost first, then the sound, kept so that a second run pays nothing.
//   OPENAI_API_KEY=… ELEVENLABS_API_KEY=… npx tsx examples/services.ts
import { writeFile } from 'node:fs/promises';
import { generateConversation, planConversation } from 'duologue';

const missing = ['OPENAI_API_KEY', 'ELEVENLABS_API_KEY'].filter((name) => !process.env[name]);
if (missing.length > 0) {
  process.stdout.write(`This example asks two services: set ${missing.join(' and ')}.\n`);
  process.exit();
}

const conversation = {
  turns: [
    { model: 'openai/gpt-4o-mini-tts', voice: 'marin', text: 'Did it rain?', instructions: 'half asleep' },
    {
      model: 'elevenlabs/eleven_multilingual_v2',
      voice: 'JBFqnCBsd6RMkjVDRZzb',
      text: 'All night. You slept through it.',
      // Who says it where ElevenLabs fails for good.
      fallback: ['openai/tts-1:onyx'],
    },
  ],
  cache: true,
};

// Figures to be replaced by those of your contracts.
const prices = { currency: 'USD', perMillionCharacters: { 'openai/gpt-4o-mini-tts': 15, elevenlabs: 150 } };
const plan = await planConversation({ ...conversation, prices });
process.stdout.write(`${plan.requests} requests, ${plan.characters} characters, ${plan.price ?? '?'} USD\n`);

const {
  audio,
  metadata,
  missing: unsaid,
} = await generateConversation({ ...conversation, onError: 'partial' });
await writeFile('services.wav', audio.uint8Array);
for (const { turnIndex, voice, attempts } of metadata.perTurn)
  process.stdout.write(`turn ${turnIndex + 1}: ${voice}, ${attempts} requests\n`);
for (const { turnIndex, error } of unsaid) process.stderr.write(`turn ${turnIndex + 1}: ${error.message}\n`);
