// A child that keeps the protocol of createCommandRecognizer without recognising anything: it hears a tone's number in
// the level of the sound, .1 for each word. The first argument says how it misbehaves.
import { writeFileSync } from 'node:fs';

const [how = 'well', file] = process.argv.slice(2);
const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
let bytes = Buffer.alloc(0);
let frames = 0;
let heard = [];
let waiting = false;

const say = (line) => process.stdout.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
const tell = (final) => {
  say({ type: 'words', text: heard.map(({ text }) => text).join(' '), words: heard, final });
  if (final) heard = [];
};
function hear(pcm) {
  for (let at = 0; at < pcm.length; at += 2) {
    const word = words[Math.round(pcm.readInt16LE(at) / 3276.7) - 1];
    const time = frames / 16_000;
    const last = heard.at(-1);
    if (word !== undefined && (last?.text !== word || waiting)) {
      heard.push({ text: word, start: time, end: time });
      tell(false);
    } else if (word !== undefined && last !== undefined) last.end = time;
    waiting = word === undefined;
    frames++;
  }
}
process.stdin.on('data', (chunk) => {
  if (how === 'deaf') return;
  bytes = Buffer.concat([bytes, chunk]);
  if (how === 'raw') {
    readRaw();
    return;
  }
  while (bytes.length >= 4) {
    const length = bytes.readUInt32LE(0);
    if (bytes.length < 4 + length) return;
    const pcm = bytes.subarray(4, 4 + length);
    bytes = bytes.subarray(4 + length);
    if (length > 0) hear(pcm);
    else if (how !== 'mute') tell(true);
    if (how === 'crash' && frames > 8000) die('the model has gone');
    if (how === 'crash-once' && frames > 20_000 && file !== undefined && !existed) die('only once');
  }
});
process.stdin.on('end', () => {
  if (how === 'raw' && heard.length > 0) tell(true);
});

let silent = 0;
function readRaw() {
  const whole = bytes.length - (bytes.length % 320);
  for (let at = 0; at < whole; at += 320) {
    const pcm = bytes.subarray(at, at + 320);
    hear(pcm);
    silent = pcm.every((byte) => byte === 0) ? silent + 0.01 : 0;
    if (silent > 0.6 && heard.length > 0) tell(true);
  }
  bytes = bytes.subarray(whole);
}

let existed = false;
if (file !== undefined) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    existed = true;
  }
}
function die(why) {
  process.stderr.write(`Traceback:\n  ${why}\n`);
  process.exit(3);
}
if (how === 'noise') for (let i = 0; i < 9; i++) say(`loading … ${i}`);
if (how === 'flood') process.stdout.write('x'.repeat(3_000_000));
if (how === 'malformed') say('{"type":"words","text":7}\n\n[]\nnull');
if (how === 'warning') say({ type: 'warning', message: 'The model is old.' });
