import { type Conversation, speakScript } from './conversation.ts';
import type { OfferedVoice, WorkerOrder, WorkerReport } from './messages.ts';
import { findElements, showError } from './page-elements.ts';
import { readTurns, speakersOf } from './script-turns.ts';

const page = findElements();
const worker = new Worker(new URL('./model-worker.ts', import.meta.url), { type: 'module' });
const samples = {
  english: new URL('../kitchen.dialogue', import.meta.url),
  mandarin: new URL('../chahu.dialogue', import.meta.url),
};

/** Of the model, once it is open. */
let sampleRate = 0;
let context: AudioContext | undefined;
/** What is being said. */
let conversation: Conversation | undefined;
/** Conversations so far. */
let begun = 0;

function order(what: WorkerOrder, transfer: Transferable[] = []): void {
  worker.postMessage(what, transfer);
}

function say(status: string): void {
  page.status.textContent = status;
}

/** Browsers open it only once somebody has pressed something. */
function openSound(): AudioContext {
  context ??= new AudioContext({ sampleRate });
  void context.resume();
  return context;
}

/** @param recording A WAV file of what was said; nothing where nothing was. */
function endConversation(status: string, recording: Blob | undefined): void {
  conversation = undefined;
  if (page.save.href.startsWith('blob:')) URL.revokeObjectURL(page.save.href);
  if (recording !== undefined) page.save.href = URL.createObjectURL(recording);
  page.save.hidden = recording === undefined;
  setBusy(false);
  say(status);
}

function setBusy(busy: boolean): void {
  const [off, on] = busy ? [page.speak, page.stop] : [page.stop, page.speak];
  on.disabled = false;
  // What is switched off loses the keyboard's focus: it goes to what can be pressed next.
  if (document.activeElement === off) on.focus();
  off.disabled = true;
  page.recording.disabled = busy;
  for (const voice of page.voices) voice.disabled = busy;
}

function offer(voice: OfferedVoice): void {
  for (const select of page.voices) {
    const known = [...select.options].some(({ value }) => value === voice.id);
    if (!known) select.add(new Option(voice.name, voice.id));
  }
}

function hear(report: WorkerReport): void {
  if (report.type === 'model-opened') {
    ({ sampleRate } = report);
    for (const voice of report.voices) offer(voice);
    page.voices[1].selectedIndex = Math.min(1, report.voices.length - 1);
    setBusy(false);
    say(`Ready, with ${report.threads === 1 ? 'one thread' : `${report.threads} threads`}.`);
  } else if (report.type === 'speaker-heard') {
    offer(report.voice);
    page.voices[0].value = report.voice.id;
    setBusy(false);
    say(`The recording is now the voice ${report.voice.name}.`);
    if (report.warnings.length > 0) showError(page, report.warnings.join(' '));
  } else if (report.type === 'failed') {
    showError(page, report.message);
    if (report.order === 'open-model') say('There is no model to speak with.');
    else if (report.order === 'hear-speaker') {
      setBusy(false);
      say('The recording was not taken.');
    } else conversation?.stop();
  } else conversation?.follow(report);
}

async function hearRecording(file: File): Promise<void> {
  setBusy(true);
  page.stop.disabled = true;
  say('Listening to the recording …');
  const recorded = await openSound().decodeAudioData(await file.arrayBuffer());
  const channels = Array.from({ length: recorded.numberOfChannels }, (_, index) =>
    recorded.getChannelData(index),
  );
  const mono = Float32Array.from(
    { length: recorded.length },
    (_, frame) => channels.reduce((sum, channel) => sum + (channel[frame] ?? 0), 0) / channels.length,
  );
  order({ type: 'hear-speaker', samples: mono, sampleRate: recorded.sampleRate, name: 'guest' }, [
    mono.buffer,
  ]);
}

async function putSample(address: URL): Promise<void> {
  const text = await (await fetch(address)).text();
  const written = readTurns(text);
  const speakers = speakersOf(written);
  // The names and the turns are what a person writes; what stands before them is for other programs.
  page.script.value = text.replace(/^---\n.*?\n---\n+/su, '');
  for (const [index, select] of page.voices.entries()) {
    const voice = written.speakers.find(({ id }) => id === speakers[index])?.voice;
    if ([...select.options].some(({ value }) => value === voice)) select.value = voice ?? '';
  }
}

function listen(): void {
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerReport>) => hear(data));
  worker.addEventListener('error', ({ message }) => showError(page, `The worker failed: ${message}`));
  page.form.addEventListener('submit', (event) => {
    event.preventDefault();
    showError(page, '');
    page.save.hidden = true;
    try {
      conversation = speakScript(page, {
        id: ++begun,
        context: openSound(),
        sampleRate,
        order,
        say,
        end: endConversation,
      });
      setBusy(true);
    } catch (error) {
      showError(page, error instanceof Error ? error.message : String(error));
    }
  });
  page.stop.addEventListener('click', () => conversation?.stop());
  page.recording.addEventListener('change', () => {
    const file = page.recording.files?.[0];
    if (file === undefined) return;
    showError(page, '');
    hearRecording(file).catch(() => {
      setBusy(false);
      say('The recording was not taken.');
      showError(page, `${file.name} cannot be read as sound: take a WAV, MP3, Ogg or FLAC file.`);
    });
  });
  for (const button of page.samples) {
    const address = button.dataset['sample'] === 'mandarin' ? samples.mandarin : samples.english;
    button.addEventListener('click', () => void putSample(address));
  }
}

listen();
order({ type: 'open-model', base: document.baseURI });
void putSample(samples.english);
