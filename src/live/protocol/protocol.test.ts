import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLivePolicy } from '../policy.ts';
import type { LiveOutput } from '../session-options.ts';
import { errors, sent, talk, types, wishes } from '../testing/protocol-talk.ts';
import { clientEventTypes } from './client-events.ts';
import { parseClientEvent } from './parse-client-event.ts';
import { sessionPolicy } from './session-policy.ts';

const spoken = (reply: string, seconds: number, position = 0): LiveOutput => ({
  type: 'audio-ready',
  reply,
  position,
  samples: new Float32Array(Math.round(seconds * 24_000)),
});
const turnEnded = {
  type: 'user-turn-ended',
  turn: 'u1',
  start: 1,
  end: 2,
  text: 'hello there',
  words: [],
  taken: true,
} as const;
const ended = (reply: string, heard: string, cutShort = false) =>
  ({ type: 'reply-ended', at: 5, reply, heard, words: [], language: 'en', cutShort }) as const;

describe('a turn and its answer', () => {
  test('come in the order in which OpenAI sends them', () => {
    const line = talk();
    line.say({ type: 'session.update', session: { audio: { input: { transcription: {} } } } });
    line.actions.length = 0;
    line.tell({ type: 'user-turn-started', turn: 'u1', start: 1, interrupting: false });
    line.tell(turnEnded);
    line.tell({ type: 'reply-text', reply: 'r1', text: 'Good day. ' });
    line.put(spoken('r1', 0.02));
    line.put(spoken('r1', 0.02, 0.02));
    line.tell(ended('r1', 'Good day.'));
    expect(types(line.actions)).toEqual([
      'input_audio_buffer.speech_started',
      'input_audio_buffer.speech_stopped',
      'input_audio_buffer.committed',
      'conversation.item.added',
      'conversation.item.done',
      'conversation.item.input_audio_transcription.delta',
      'conversation.item.input_audio_transcription.completed',
      'response.created',
      'response.output_item.added',
      'conversation.item.added',
      'response.content_part.added',
      'response.output_audio_transcript.delta',
      'send-sound',
      'send-sound',
      'response.output_audio.done',
      'response.output_audio_transcript.done',
      'response.content_part.done',
      'response.output_item.done',
      'conversation.item.done',
      'response.done',
      'send-rate-limits',
    ]);
    const done = sent(line.actions).find(({ type }) => type === 'response.done');
    expect(done).toMatchObject({
      response: {
        status: 'completed',
        output: [{ status: 'completed', content: [{ transcript: 'Good day.' }] }],
        usage: { output_token_details: { audio_tokens: 1 } },
      },
    });
  });

  test('while the agent speaks, speech_started waits until it has yielded', () => {
    const line = talk();
    line.tell(turnEnded);
    line.tell({ type: 'reply-text', reply: 'r1', text: 'A long story. ' });
    line.put(spoken('r1', 1));
    line.actions.length = 0;
    line.tell({ type: 'sound-started', at: 3 });
    line.tell({ type: 'level-changed', at: 3.1, gain: 0.3 });
    line.tell({ type: 'agent-held', at: 3.2, reply: 'r1' });
    expect(line.actions).toEqual([]);
    line.tell({ type: 'agent-yielded', at: 3.5, reply: 'r1', onset: 3, because: 'it went on' });
    line.tell({ type: 'user-turn-started', turn: 'u2', start: 3, interrupting: true });
    // The end of the fade: whoever goes by the protocol is silent already.
    line.put(spoken('r1', 0.1, 1));
    expect(types(line.actions).filter((type) => !type.startsWith('response.output'))).toEqual([
      'input_audio_buffer.speech_started',
      'response.content_part.done',
      'conversation.item.done',
      'response.done',
      'send-rate-limits',
    ]);
    expect(sent(line.actions).find(({ type }) => type === 'response.done')).toMatchObject({
      response: { status: 'cancelled', status_details: { reason: 'turn_detected' } },
    });
  });

  test('after a false alarm it goes on as another response', () => {
    const line = talk();
    line.tell(turnEnded);
    line.tell({ type: 'reply-text', reply: 'r1', text: 'One. Two. ' });
    line.put(spoken('r1', 1));
    line.tell({ type: 'agent-yielded', at: 3.5, reply: 'r1', onset: 3, because: 'it went on' });
    line.actions.length = 0;
    line.tell({ type: 'reply-resumed', at: 5, reply: 'r1', position: 0.5 });
    line.put(spoken('r1', 0.5, 0.5));
    line.tell(ended('r1', 'One. Two.'));
    const created = sent(line.actions).filter(({ type }) => type === 'response.created');
    expect(created).toHaveLength(1);
    expect(sent(line.actions).at(-1)).toMatchObject({
      type: 'response.done',
      response: { status: 'completed' },
    });
    const items = new Set(line.state.spoken.map(({ item }) => item));
    expect(items.size).toBe(2);
  });

  test('a turn that goes on after all is taken back and comes again', () => {
    const line = talk();
    line.tell({ type: 'user-turn-started', turn: 'u1', start: 1, interrupting: false });
    line.tell(turnEnded);
    const [first] = line.state.items;
    line.actions.length = 0;
    line.tell({ type: 'reply-dropped', reply: 'r1' });
    line.tell({ type: 'user-turn-reopened', turn: 'u1' });
    line.tell({ ...turnEnded, end: 4, text: 'hello there again' });
    expect(sent(line.actions)).toContainEqual({ type: 'conversation.item.deleted', item_id: first?.id });
    expect(sent(line.actions)).toContainEqual(
      expect.objectContaining({
        type: 'response.done',
        response: expect.objectContaining({ status: 'cancelled' }),
      }),
    );
    expect(line.state.items).toMatchObject([{ content: [{ transcript: 'hello there again' }] }]);
  });

  test('a brain that fails makes a failed response and an error', () => {
    const line = talk();
    line.tell(turnEnded);
    line.tell({ type: 'reply-dropped', reply: 'r1' });
    line.tell({ type: 'part-failed', at: 3, part: 'brain', message: 'no answer' });
    expect(sent(line.actions).find(({ type }) => type === 'response.done')).toMatchObject({
      response: { status: 'failed', status_details: { error: { code: 'brain_failed' } } },
    });
    expect(errors(line.actions)).toEqual(['brain_failed']);
  });

  test('a brain with nothing to say leaves an empty, completed response', () => {
    const line = talk();
    line.tell(turnEnded);
    line.tell({ type: 'reply-dropped', reply: 'r1' });
    line.pause();
    expect(sent(line.actions).at(-1)).toMatchObject({ response: { status: 'completed', output: [] } });
  });
});

describe('functions', () => {
  test('a call is told, its outcome goes to the engine, and the client asks for more', () => {
    const line = talk();
    line.say({ type: 'response.create' });
    line.tell({ type: 'tool-called', reply: 'r1', id: 'c1', name: 'weather', arguments: '{}' });
    line.tell({ type: 'reply-dropped', reply: 'r1' });
    line.pause();
    expect(types(line.actions)).toContain('response.function_call_arguments.done');
    line.actions.length = 0;
    line.say({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: 'c1', output: 'rain' },
    });
    line.say({ type: 'response.create' });
    expect(wishes(line.actions)).toEqual([
      { type: 'tool-answered', id: 'c1', output: 'rain' },
      { type: 'reply-wanted' },
    ]);
    expect(
      errors(
        line.say({
          type: 'conversation.item.create',
          item: { type: 'function_call_output', call_id: 'c9', output: '' },
        }),
      ),
    ).toEqual(['invalid_tool_call_id']);
  });
});

describe('items', () => {
  test('are put where they are wanted, and what is said elsewhere is history', () => {
    const line = talk();
    for (const [role, text, extra] of [
      ['user', 'one', {}],
      ['assistant', 'two', { status: 'incomplete' }],
      ['system', 'three', { previous_item_id: 'root' }],
    ] as const) {
      const { previous_item_id, ...item } = { previous_item_id: undefined, ...extra };
      line.say({
        type: 'conversation.item.create',
        previous_item_id,
        item: { type: 'message', role, content: [{ type: 'input_text', text }], ...item },
      });
    }
    expect(line.state.items.map((item) => ('role' in item ? item.role : ''))).toEqual([
      'system',
      'user',
      'assistant',
    ]);
    expect(wishes(line.actions)).toEqual([
      { type: 'turn-added', turn: { type: 'user', text: 'one', typed: true } },
      { type: 'turn-added', turn: { type: 'agent', text: 'two', cutShort: true } },
      { type: 'turn-added', turn: { type: 'note', text: 'three' }, fromEnd: 2 },
    ]);
  });

  test('that are unknown, there already, or pictures are refused', () => {
    const line = talk();
    const message = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'x' }] };
    line.say({ type: 'conversation.item.create', item: { ...message, id: 'a' } });
    expect(errors(line.say({ type: 'conversation.item.create', item: { ...message, id: 'a' } }))).toEqual([
      'item_already_exists',
    ]);
    expect(errors(line.say({ type: 'conversation.item.retrieve', item_id: 'b' }))).toEqual([
      'item_not_found',
    ]);
    expect(
      errors(
        line.say({
          type: 'conversation.item.create',
          item: { ...message, content: [{ type: 'input_image', image_url: 'data:' }] },
        }),
      ),
    ).toEqual(['invalid_value']);
    line.say({ type: 'conversation.item.delete', item_id: 'a' });
    expect(line.state.items).toEqual([]);
  });

  test('an assistant’s is truncated to what was played, never beyond its end', () => {
    const line = talk();
    line.tell(turnEnded);
    line.tell({ type: 'reply-text', reply: 'r1', text: 'one two three four ' });
    line.put(spoken('r1', 2));
    const item_id = line.state.response?.message?.item;
    const cut = { type: 'conversation.item.truncate', item_id, content_index: 0 };
    expect(errors(line.say({ ...cut, audio_end_ms: 2001 }))).toEqual(['invalid_value']);
    expect(wishes(line.say({ ...cut, audio_end_ms: 1000 }))).toEqual([
      { type: 'playback-stopped', reply: 'r1', position: 1 },
      { type: 'reply-refused' },
    ]);
  });
});

describe('a session', () => {
  test('comes back whole, and always with interrupt_response', () => {
    const line = talk();
    const [action] = sent(
      line.say({
        type: 'session.update',
        session: {
          instructions: 'Be kind.',
          audio: { input: { turn_detection: { type: 'server_vad', interrupt_response: false } } },
        },
      }),
    );
    expect(action).toMatchObject({
      type: 'session.updated',
      session: {
        instructions: 'Be kind.',
        audio: { input: { turn_detection: { interrupt_response: true, silence_duration_ms: 500 } } },
      },
    });
    expect(line.state.interrupts).toBe(false);
    expect(sessionPolicy(line.state.session, false).interruptions.allowed).toBe(false);
  });

  test.each([
    [{ instruction: 'x' }, 'unknown_parameter', 'session.instruction', "'instructions'"],
    [{ voice: 'alloy' }, 'unknown_parameter', 'session.voice', 'session.audio.output.voice'],
    [{ audio: { output: { voice: 'slr' } } }, 'invalid_value', 'session.audio.output.voice', "'slt'"],
    [{ audio: { input: { format: { type: 'audio/pcm', rate: 16_000 } } } }, 'invalid_value', 'rate', '24000'],
    [{ output_modalities: ['audio', 'text'] }, 'invalid_value', 'session.output_modalities', ''],
    [{ tools: [{ type: 'mcp' }] }, 'invalid_value', 'session.tools', 'function'],
  ])('%j is refused with %s', (session, code, param, words) => {
    const line = talk();
    const [event] = sent(line.say({ type: 'session.update', event_id: 'e1', session }));
    expect(event).toMatchObject({ type: 'error', error: { code, event_id: 'e1' } });
    if (event?.type !== 'error') return;
    expect(event.error.param).toContain(param);
    expect(event.error.message).toContain(words);
    expect(line.state.session).toEqual(talk().state.session);
  });

  test('numbers of OpenAI’s mean what they mean beside its defaults', () => {
    const line = talk();
    const policyWith = (turn_detection: object | null) => {
      line.say({ type: 'session.update', session: { audio: { input: { turn_detection } } } });
      return sessionPolicy(line.state.session, true);
    };
    const usual = createLivePolicy();
    expect(policyWith({ type: 'server_vad', silence_duration_ms: 500 }).turnTaking.longestWait).toBe(
      usual.turnTaking.longestWait,
    );
    expect(policyWith({ type: 'server_vad', silence_duration_ms: 1000 }).turnTaking.longestWait).toBeCloseTo(
      usual.turnTaking.longestWait * 2,
    );
    expect(policyWith({ type: 'server_vad', idle_timeout_ms: 6000 }).silence.promptAfter).toBe(6);
    expect(policyWith({ type: 'server_vad' }).silence.prompts).toBe(0);
    expect(policyWith(null).turnTaking.automatic).toBe(false);
    const low = policyWith({ type: 'semantic_vad', eagerness: 'low' }).turnTaking.longestWait;
    expect(low).toBeGreaterThan(
      policyWith({ type: 'semantic_vad', eagerness: 'high' }).turnTaking.longestWait,
    );
  });
});

describe('whatever a client sends', () => {
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc
      .record({ type: fc.constantFrom(...clientEventTypes) })
      .chain((base) =>
        fc
          .dictionary(
            fc.constantFrom(
              'event_id',
              'session',
              'item',
              'item_id',
              'response',
              'audio',
              'audio_end_ms',
              'content_index',
            ),
            fc.jsonValue({ maxDepth: 3 }),
          )
          .map((rest) => ({ ...rest, ...base })),
      ),
  );

  test('is an event or the protocol’s error, and the next turn is answered all the same', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 12 }), (messages) => {
        const line = talk();
        for (const message of messages) {
          const answers = line.say(message);
          for (const event of sent(answers)) {
            if (event.type !== 'error') continue;
            expect(event.error.message.length).toBeLessThan(2000);
            expect(typeof event.error.code).toBe('string');
          }
        }
        const open = line.state.response !== undefined;
        if (open) {
          line.tell({ type: 'reply-dropped', reply: 'r1' });
          line.pause();
        }
        line.actions.length = 0;
        line.tell({ type: 'user-turn-started', turn: 'u1', start: 1, interrupting: false });
        line.tell(turnEnded);
        line.tell({ type: 'reply-text', reply: 'r2', text: 'Yes. ' });
        line.tell(ended('r2', 'Yes.'));
        expect(line.state.response).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  test('no message that is no JSON object breaks anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const parsed = parseClientEvent(text);
        expect(parsed).toHaveProperty(parsed.type === 'event-refused' ? 'error.message' : 'event.type');
      }),
      { numRuns: 200 },
    );
  });

  test('every event of a client is known by its name', () => {
    for (const type of clientEventTypes) {
      const parsed = parseClientEvent(JSON.stringify({ type }));
      const code = parsed.type === 'event-refused' ? parsed.error.code : '';
      expect(code).not.toBe('invalid_value');
    }
    expect(parseClientEvent('{"type":"session.updte"}')).toMatchObject({
      error: { message: expect.stringContaining("Did you mean 'session.update'") },
    });
  });
});

test('a recogniser that fails is told for the item that waits for its words', () => {
  const line = talk();
  line.say({ type: 'session.update', session: { audio: { input: { transcription: {} } } } });
  line.tell({ type: 'user-turn-started', turn: 'u1', start: 1, interrupting: false });
  line.actions.length = 0;
  line.tell({ type: 'part-failed', at: 2, part: 'recognizer', message: 'gone' });
  expect(types(line.actions)).toEqual(['conversation.item.input_audio_transcription.failed', 'error']);
});

test('a session of text alone sends no sound, whatever the engine voices', () => {
  const line = talk();
  line.say({ type: 'session.update', session: { output_modalities: ['text'] } });
  line.actions.length = 0;
  line.put({ type: 'audio-ready', position: 0, samples: new Float32Array(480) });
  line.tell(turnEnded);
  line.tell({ type: 'reply-text', reply: 'r1', text: 'Yes. ' });
  line.put(spoken('r1', 0.04));
  line.tell(ended('r1', 'Yes.'));
  expect(types(line.actions)).not.toContain('send-sound');
  expect(types(line.actions)).toContain('response.output_text.done');
});
