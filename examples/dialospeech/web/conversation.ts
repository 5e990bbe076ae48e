import { createTwoTrackRecorder } from '../../../studio/save/two-track-recorder.ts';
import { createCaptions } from './captions.ts';
import type { WorkerOrder, WorkerReport } from './messages.ts';
import { type PageElements, showError } from './page-elements.ts';
import { createPlayer } from './player.ts';
import { readTurns, speakersOf, spokenTurns } from './script-turns.ts';
import { createTrackBlocks } from './track-blocks.ts';
import { createTracksPicture } from './tracks-picture.ts';

/** What is being said. */
export interface Conversation {
  follow(report: Extract<WorkerReport, { type: 'part-made' | 'speech-ended' }>): void;
  stop(): void;
}

export type ConversationOptions = {
  /** Told with everything that the worker says of it. */
  readonly id: number;
  readonly context: AudioContext;
  readonly sampleRate: number;
  readonly order: (what: WorkerOrder) => void;
  readonly say: (status: string) => void;
  /** Called once. */
  readonly end: (status: string, recording: Blob | undefined) => void;
};

/** Speaks the page's script: what is heard, seen and kept of it. Throws where the script is not one. */
export function speakScript(page: PageElements, options: ConversationOptions): Conversation {
  const { id, context, sampleRate, order, say, end } = options;
  const { turns, speakers } = readPage(page);
  const player = createPlayer(context, sampleRate);
  page.said.hidden = false;
  const captions = createCaptions(page.captions, turns, speakers);
  const picture = createTracksPicture(page.picture, sampleRate);
  const recorder = createTwoTrackRecorder(sampleRate);
  const blocks = createTrackBlocks(speakers.length);
  let ended: Extract<WorkerReport, { type: 'speech-ended' }> | undefined;
  let isOver = false;

  const show = (): void => {
    if (isOver) return;
    const position: number = player.position;
    captions.show(position);
    picture.draw(position);
    if (ended === undefined || position < recorder.duration - 0.01) requestAnimationFrame(show);
    else finish();
  };
  const finish = (): void => {
    isOver = true;
    const made = `${recorder.duration.toFixed(1)} s of conversation`;
    const status =
      ended === undefined || ended.stopped
        ? `Stopped after ${made}.`
        : `Done: ${made}, made in ${ended.work.toFixed(1)} s${waiting(player.waited)}.`;
    end(status, recorder.duration === 0 ? undefined : recorder.save());
  };
  const hear = (channel: number, samples: Float32Array): void => {
    const tracks = blocks.add(channel, samples);
    if (tracks === undefined) return;
    player.add(tracks);
    picture.add(tracks);
    recorder.add(tracks[0] ?? new Float32Array(0), tracks[1] ?? new Float32Array(0));
  };

  order({ type: 'speak', id, turns: turns.map(({ turn }) => turn), seed: 'page' });
  say('Speaking …');
  requestAnimationFrame(show);
  return {
    follow(report) {
      // What was stopped may still be told of.
      if (isOver || report.id !== id) return;
      if (report.type === 'speech-ended') ended = report;
      else if (report.part.type === 'warning-raised') showError(page, report.part.message);
      else if (report.part.type === 'audio-ready') hear(report.part.channel ?? 0, report.part.audio.samples);
      else captions.follow(report.part);
    },
    stop() {
      order({ type: 'stop' });
      player.stop();
      finish();
    },
  };
}

/** @param waited Seconds. */
function waiting(waited: number): string {
  return waited === 0 ? '' : `; the sound waited ${waited.toFixed(1)} s for it`;
}

function readPage({ script, voices }: PageElements) {
  const written = readTurns(script.value);
  const speakers = speakersOf(written);
  if (speakers.length > 2)
    throw new Error(`There are ${speakers.length} speakers (${speakers.join(', ')}): write one or two.`);
  if (voices[0].value === voices[1].value && speakers.length === 2)
    throw new Error('Both speakers have the same voice: choose another for one of them.');
  const turns = spokenTurns(written, (speaker) => voices[speakers.indexOf(speaker) === 1 ? 1 : 0].value);
  return { turns, speakers };
}
