// One conversation by one library, in a process of its own: prints what it took, and what came of it, as JSON.
// The job, a JSON file: { library, baseURL, turns: [{ clip, service }], format, target, path?, base64? }
import { readFileSync, writeFileSync } from 'node:fs';

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const key = 'key-of-the-benchmark';

/** Bytes. The system's own count for a process begins with what its parent had; Linux tells the true one. */
function highestMemory() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

/** The longest time in which no timer fired, beyond the interval. Seconds. */
function watchStalls() {
  const interval = 5;
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - interval);
    last = now;
  }, interval);
  return () => {
    clearInterval(timer);
    return Math.max(longest, performance.now() - last - interval) / 1000;
  };
}

const textOf = ({ clip }, index) => `${clip}: turn ${index + 1} says a few words about trains and weather.`;

const timesOf = ({ utterances }) => utterances.map(({ start, end }) => ({ start, end }));

async function loadOurs() {
  const { generateConversation, prepareConversation, writeConversation } = await import('../dist/index.js');
  const { createOpenAI } = await import('../dist/voices/openai/index.js');
  const { createDeepgram } = await import('../dist/voices/deepgram/index.js');
  const { createFishAudio } = await import('../dist/voices/fish-audio/index.js');
  const services = {
    openai: createOpenAI({ apiKey: key, baseURL: `${job.baseURL}/openai/v1` })('tts-1'),
    fish: createFishAudio({ apiKey: key, baseURL: `${job.baseURL}/fish` })('s2-pro'),
    deepgram: createDeepgram({ apiKey: key, baseURL: `${job.baseURL}/deepgram/v1` })('aura-2'),
  };
  return async () => {
    const speakers = job.turns.map(({ service }, index) =>
      job.oneVoice ? service : `${service}${index % 2}`,
    );
    const voiceOf = {};
    for (const speaker of new Set(speakers)) {
      const service = speaker.replace(/\d$/, '');
      voiceOf[speaker] = services[service].voice(speaker.endsWith('1') ? 'thalia' : 'nova');
    }
    const options = {
      script: {
        language: 'en',
        speakers: Object.keys(voiceOf).map((id) => ({ id })),
        turns: job.turns.map((turn, index) => ({
          speaker: speakers[index],
          onset: { type: 'auto' },
          parts: [{ type: 'speech', text: textOf(turn, index) }],
        })),
      },
      voices: voiceOf,
      style: 'sequential',
      gapMs: 300,
      maxConcurrency: 6,
    };
    if (job.target === 'file') {
      const prepared = await prepareConversation(options);
      await writeConversation(prepared, [{ path: job.path, format: job.format, layout: 'mono' }]);
      const { duration } = prepared.timeline;
      const utterances = timesOf(prepared.timeline);
      await prepared[Symbol.asyncDispose]();
      return { duration, utterances };
    }
    const { audio, timeline } = await generateConversation({
      ...options,
      output: { format: job.format, layout: 'mono' },
    });
    return { audio, duration: timeline.duration, utterances: timesOf(timeline) };
  };
}

async function loadPeer() {
  const { generateConversation } = await import('@speech-sdk/core');
  const { createDeepgram, createFishAudio, createOpenAI } = await import('@speech-sdk/core/providers');
  const services = {
    openai: createOpenAI({ apiKey: key, baseURL: `${job.baseURL}/openai/v1` })('tts-1'),
    fish: createFishAudio({ apiKey: key, baseURL: `${job.baseURL}/fish` })('s2-pro'),
    deepgram: createDeepgram({ apiKey: key, baseURL: `${job.baseURL}/deepgram/v1` })('aura-2'),
  };
  return async () => {
    const { audio, metadata } = await generateConversation({
      turns: job.turns.map((turn, index) => ({
        text: textOf(turn, index),
        voice: index % 2 === 1 && !job.oneVoice ? 'thalia' : 'nova',
        model: services[turn.service],
      })),
      gapMs: 300,
      ...(job.format === 'mp3' ? { output: { format: 'mp3' } } : {}),
    });
    return { audio, duration: (metadata.audioDurationMs ?? Number.NaN) / 1000 };
  };
}

const generate = await (job.library === 'peer' ? loadPeer() : loadOurs());
const stalled = watchStalls();
const started = performance.now();
const { audio, ...result } = await generate();
const wall = (performance.now() - started) / 1000;
const stall = stalled();
const { user, system } = process.cpuUsage();
const memory = highestMemory();

let base64;
if (job.base64) {
  const before = performance.now();
  const { length } = audio.base64;
  base64 = { seconds: (performance.now() - before) / 1000, length };
}
if (job.target === 'memory' && job.path !== undefined) writeFileSync(job.path, audio.uint8Array);
console.log(
  JSON.stringify({ wall, cpu: (user + system) / 1e6, memory, stall, ...(base64 && { base64 }), ...result }),
);
