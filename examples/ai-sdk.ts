// The AI SDK both ways. Needs the packages `ai` and `@ai-sdk/openai`; a key only for the second half.
//   npx tsx examples/ai-sdk.ts
import { writeFile } from 'node:fs/promises';
import { createOpenAI } from '@ai-sdk/openai';
import { experimental_generateSpeech as generateSpeech } from 'ai';
import { generateConversation } from 'duologue';
import { createAiSdkProvider, fromAiSdk } from 'duologue/voices/ai-sdk';

const duologue = createAiSdkProvider();
const { audio } = await generateSpeech({
  model: duologue.speech('flite/slt'),
  text: 'A voice of this machine.',
  outputFormat: 'mp3',
});
await writeFile('ai-sdk.mp3', audio.uint8Array);
process.stdout.write(`ai-sdk.mp3: ${audio.uint8Array.length} bytes\n`);
await duologue[Symbol.asyncDispose]();

const { OPENAI_API_KEY: apiKey } = process.env;
if (!apiKey) {
  process.stdout.write('Set OPENAI_API_KEY to hear a model of the AI SDK in a conversation.\n');
  process.exit();
}
const model = fromAiSdk(createOpenAI({ apiKey }).speech('tts-1'));
const conversation = await generateConversation({
  turns: [
    { model, voice: 'nova', text: 'Is that you?' },
    { voice: 'flite/rms', text: 'It is. I live on your computer.' },
  ],
});
await writeFile('ai-sdk.wav', conversation.audio.uint8Array);
