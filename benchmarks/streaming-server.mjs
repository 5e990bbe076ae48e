// A server on loopback that answers as OpenAI (24 kHz, no times) and ElevenLabs (24 kHz, with times) do, in a process
// of its own. What is said differs in its numbers alone, so that it costs next to nothing: all have one sound. Each
// text comes first with `warm` in its path, which is not answered late. Prints its port; ends with its input.
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createFlite } from '../dist/voices/flite/index.js';
import { collectSpeech } from '../dist/voices/index.js';

const latencyMs = Number(process.argv[2]);
const sampleRate = 24_000;
const flite = createFlite({ workers: 1 });
const made = new Map();

async function speak(text) {
  const said = text.replaceAll(/\d+/g, '7');
  const known = made.get(said) ?? make(said);
  made.set(said, known);
  return known;
}

async function make(text) {
  const { audio, words } = await collectSpeech(flite.voice('slt'), { text });
  const step = audio.sampleRate / sampleRate;
  const data = Buffer.alloc(2 * Math.floor((audio.samples.length - 1) / step));
  for (let frame = 0; 2 * frame < data.length; frame++) {
    const at = Math.floor(frame * step);
    const share = frame * step - at;
    const sample = (1 - share) * audio.samples[at] + share * audio.samples[at + 1];
    data.writeInt16LE(Math.round(32_000 * Math.max(-1, Math.min(1, sample))), 2 * frame);
  }
  return { data, base64: data.toString('base64'), words };
}

function timed({ base64, words }, text) {
  const characters = [];
  const starts = [];
  const ends = [];
  for (const [index, written] of text.split(' ').entries()) {
    const { start, end } = words[index];
    const step = (end - start) / written.length;
    const letters = index === 0 ? [...written] : [' ', ...written];
    for (const letter of letters) {
      const from = ends.at(-1) ?? start;
      characters.push(letter);
      starts.push(letter === ' ' ? from : Math.max(from, start));
      ends.push(letter === ' ' ? start : Math.max(from, start) + step);
    }
  }
  return JSON.stringify({
    audio_base64: base64,
    alignment: {
      characters,
      character_start_times_seconds: starts,
      character_end_times_seconds: ends,
    },
  });
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { input, text = input } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const sound = await speak(text);
  if (latencyMs > 0 && !request.url.startsWith('/warm')) await wait(latencyMs);
  if (request.url.includes('/openai/')) {
    response.writeHead(200, { 'content-type': 'audio/pcm' }).end(sound.data);
  } else {
    response.writeHead(200, { 'content-type': 'application/json' }).end(`${timed(sound, text)}\n`);
  }
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
