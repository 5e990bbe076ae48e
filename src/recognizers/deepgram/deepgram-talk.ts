import * as z from 'zod';
import type { Word } from '../../timeline/index.ts';
import type { Talk, TalkEvents } from '../realtime/dialect.ts';

const wordSchema = z.object({
  word: z.string(),
  punctuated_word: z.string().nullish(),
  start: z.number(),
  end: z.number(),
  confidence: z.number().nullish(),
});

// https://developers.deepgram.com/reference/speech-to-text/listen-streaming
const messageSchema = z.union([
  z.object({
    type: z.literal('Results'),
    start: z.number(),
    duration: z.number(),
    is_final: z.boolean().nullish(),
    from_finalize: z.boolean().nullish(),
    channel: z.object({
      alternatives: z.array(
        z.object({
          transcript: z.string().nullish(),
          words: z.array(wordSchema).nullish(),
          languages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  }),
  z.object({
    type: z.literal('Error'),
    description: z.string().nullish(),
    message: z.string().nullish(),
    variant: z.string().nullish(),
  }),
  z.object({ type: z.enum(['Metadata', 'SpeechStarted', 'UtteranceEnd', 'Warning', 'Finalized']) }),
]);

type Results = Extract<z.infer<typeof messageSchema>, { readonly type: 'Results' }>;

function readWord({
  word,
  punctuated_word: spelt,
  start,
  end,
  confidence,
}: z.infer<typeof wordSchema>): Word {
  const sure = typeof confidence === 'number' ? { confidence } : {};
  return { text: spelt ?? word, start, end, ...sure };
}

/** Seconds that a result may end before the sound that was sent until then, and still cover it. */
const slack = 0.05;

/** The clock is that of the sound which was sent. */
export function createDeepgramTalk(events: TalkEvents, sampleRate: number): Talk {
  let frames = 0;
  /** When the utterances ended that have no answer yet. */
  const ends: number[] = [];
  let answered = 0;

  const onResults = ({
    start,
    duration,
    is_final: final,
    from_finalize: flushed,
    channel,
  }: Results): void => {
    // Where there was nothing left to say of an utterance, it does not say so.
    while (ends[0] !== undefined && start >= ends[0] - slack) answer();
    const [best] = channel.alternatives;
    const covers = ends[0] !== undefined && (flushed === true || start + duration >= ends[0] - slack);
    const kind = final !== true ? 'partial' : covers ? 'utterance' : 'segment';
    events.heard({
      kind,
      text: best?.transcript ?? '',
      words: (best?.words ?? []).map(readWord),
      language: best?.languages?.[0],
      ordinal: answered,
    });
    if (kind !== 'utterance') return;
    ends.shift();
    answered++;
  };
  const answer = (): void => {
    events.heard({ kind: 'utterance', text: '', words: [], ordinal: answered++ });
    ends.shift();
  };

  return {
    opening: () => [],
    sound(pcm) {
      frames += pcm.length / 2;
      return pcm;
    },
    utteranceEnd() {
      ends.push(frames / sampleRate);
      return ['{"type":"Finalize"}'];
    },
    soundEnd: () => ['{"type":"CloseStream"}'],
    // Ten seconds of silence on the line end it.
    keepAlive: { every: 4, message: '{"type":"KeepAlive"}' },
    read(message) {
      const parsed = messageSchema.safeParse(message);
      if (!parsed.success) return false;
      if (parsed.data.type === 'Results') onResults(parsed.data);
      if (parsed.data.type === 'Error') {
        const { description, message: said, variant } = parsed.data;
        const what = description ?? said ?? variant ?? 'an error without a word';
        events.refuse('rejected', what, false);
      }
      return true;
    },
  };
}
