import type { Word } from '../timeline/index.ts';
import type { DialoguePart, DialogueRequest, DialogueTurn } from '../voices/index.ts';

export type FakeSound = { readonly words: readonly Word[]; readonly samples: Float32Array };

type FakeTrackOptions = {
  readonly render: (said: DialogueTurn) => FakeSound;
  /** Hz. */
  readonly sampleRate: number;
  readonly ownBackchannel: string | undefined;
};

/** How far turns overlap, how long after a turn's begin a backchannel comes, and one of the listener's own. Seconds. */
const [overlap, writtenDelay, ownDelay] = [0.1, 0.1, 0.2];

/** Each speaker on a channel of their own. */
export function speakOnTracks(
  { turns, backchannels = true }: DialogueRequest,
  { render, sampleRate, ownBackchannel }: FakeTrackOptions,
): DialoguePart[] {
  const speakers = [...new Set(turns.map(({ voice }) => voice))];
  const timed: DialoguePart[] = [];
  const sounds: { readonly channel: number; readonly at: number; readonly samples: Float32Array }[] = [];
  const say = (said: DialogueTurn, at: number) => {
    const { words, samples } = render(said);
    sounds.push({ channel: speakers.indexOf(said.voice), at: Math.round(at * sampleRate), samples });
    const placed = words.map((word) => ({ ...word, start: at + word.start, end: at + word.end }));
    return { start: at, end: at + samples.length / sampleRate, words: placed };
  };
  let [begun, free] = [0, 0];
  for (const [turn, said] of turns.entries()) {
    const isBackchannel = said.kind === 'backchannel';
    const { start, end, words } = say(
      said,
      isBackchannel ? begun + writtenDelay : Math.max(0, free - overlap),
    );
    if (!isBackchannel) [begun, free] = [start, end];
    timed.push({ type: 'turn-timed', turn, start, end });
    timed.push(...words.map((word) => ({ type: 'word-timed' as const, turn, word })));
  }
  const listener = speakers[1];
  if (ownBackchannel !== undefined && listener !== undefined && backchannels) {
    const own = say({ voice: listener, text: ownBackchannel }, ownDelay);
    timed.push({ type: 'backchannel-added', channel: 1, text: ownBackchannel, ...own });
  }
  const frames = Math.max(...sounds.map(({ at, samples }) => at + samples.length));
  const audio = speakers.map((_, channel): DialoguePart => {
    const samples = new Float32Array(frames);
    for (const sound of sounds) if (sound.channel === channel) samples.set(sound.samples, sound.at);
    return { type: 'audio-ready', channel, audio: { samples, sampleRate } };
  });
  return [...audio, ...timed];
}
