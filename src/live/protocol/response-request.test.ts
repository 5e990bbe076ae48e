import { describe, expect, test } from 'vitest';
import { errors, sent, talk, types, wishes } from '../testing/protocol-talk.ts';
import type { ServerEvent } from './server-events.ts';
import { sessionPolicy } from './session-policy.ts';

/** How a response ends, whose brain counts or does not. */
function answer(counted: boolean): ServerEvent | undefined {
  const client = talk();
  client.say({ type: 'response.create' });
  client.tell({ type: 'reply-text', reply: 'r1', text: 'One two three. ' });
  if (counted) client.tell({ type: 'tokens-counted', reply: 'r1', input: 321, output: 12 });
  const actions = client.tell({
    type: 'reply-ended',
    at: 2,
    reply: 'r1',
    heard: 'One two three.',
    words: [],
    language: 'en',
    cutShort: false,
  });
  return sent(actions).find(({ type }) => type === 'response.done');
}

describe('a response of its own', () => {
  const tool = { type: 'function', name: 'look' };

  test('takes instructions, tools, choice and limit of the request to the engine, for this once', () => {
    const client = talk();
    const actions = client.say({
      type: 'response.create',
      response: {
        instructions: 'Rhyme.',
        tools: [tool],
        tool_choice: { type: 'function', name: 'look' },
        max_output_tokens: 50,
        metadata: { topic: 'a' },
      },
    });
    expect(wishes(actions)).toEqual([
      {
        type: 'reply-wanted',
        instructions: 'Rhyme.',
        tools: [{ name: 'look', parameters: { type: 'object', properties: {} } }],
        toolChoice: { name: 'look' },
        mostTokens: 50,
      },
    ]);
    expect(errors(actions)).toEqual([]);
    const [created] = sent(actions).filter(({ type }) => type === 'response.created');
    expect(created).toMatchObject({ response: { max_output_tokens: 50, metadata: { topic: 'a' } } });
    expect(client.state.session).toMatchObject({ tools: [], max_output_tokens: 'inf' });
  });

  test.each([
    [{ audio: { output: { voice: 'rms' } } }, 'audio.output.voice'],
    [{ audio: { output: { format: { type: 'audio/pcmu' } } } }, 'audio.output.format'],
    [{ prompt: { id: 'p' } }, 'prompt'],
    [{ reasoning: { effort: 'low' } }, 'reasoning'],
    [{ parallel_tool_calls: false }, 'parallel_tool_calls'],
    [{ conversation: 'none', tools: [tool] }, 'tools'],
    [{ conversation: 'none', tool_choice: 'required' }, 'tool_choice'],
    [{ conversation: 'none', output_modalities: ['audio'] }, 'output_modalities'],
  ])('says what of %j it goes without, and is created all the same', (response, param) => {
    const actions = talk().say({ type: 'response.create', event_id: 'mine', response });
    expect(sent(actions).filter(({ type }) => type === 'error')).toMatchObject([
      { error: { code: 'unsupported_parameter', param: `response.${param}`, event_id: 'mine' } },
    ]);
    expect(types(actions)).toContain('response.created');
  });

  test('says nothing of what is as it is in the session', () => {
    const audio = { output: { voice: 'slt', format: { type: 'audio/pcm', rate: 24_000 } } };
    const actions = talk().say({
      type: 'response.create',
      response: { audio, prompt: null, parallel_tool_calls: true, tool_choice: null },
    });
    expect(errors(actions)).toEqual([]);
  });

  test('costs what the brain says, or else about what it must have', () => {
    expect(answer(true)).toMatchObject({
      response: {
        usage: {
          total_tokens: 333,
          input_tokens: 321,
          output_tokens: 12,
          input_token_details: { text_tokens: 321, audio_tokens: 0 },
        },
      },
    });
    expect(answer(false)).toMatchObject({ response: { usage: { output_tokens: 4 } } });
  });

  test('beside the conversation has a limit and a cost of its own', () => {
    const client = talk();
    const actions = client.say({
      type: 'response.create',
      response: { conversation: 'none', max_output_tokens: 20 },
    });
    const asked = actions.find((action) => action.type === 'ask-question');
    expect(asked).toMatchObject({ mostTokens: 20 });
    const response = asked?.type === 'ask-question' ? asked.response : '';
    client.step({ type: 'question-answered', response, text: 'Yes.' });
    client.step({ type: 'question-answered', response, text: '', counted: { input: 7, output: 2 } });
    const done = client.step({ type: 'question-answered', response, text: '', ended: {} });
    expect(sent(done).at(-1)).toMatchObject({ response: { usage: { total_tokens: 9 } } });
  });
});

test('push to talk: what is committed is told to the engine, and answered when that is asked for', () => {
  const client = talk();
  client.say({ type: 'session.update', session: { audio: { input: { turn_detection: null } } } });
  client.step({ type: 'sound-taken', duration: 1 });
  client.tell({ type: 'user-turn-started', turn: 'u1', start: 0.1, interrupting: false });
  const committed = client.say({ type: 'input_audio_buffer.commit' });
  expect(wishes(committed)).toEqual([{ type: 'turn-committed' }]);
  expect(types(committed)).toContain('input_audio_buffer.committed');
  const ended = client.tell({
    type: 'user-turn-ended',
    turn: 'u1',
    start: 0.1,
    end: 1,
    text: 'Hello.',
    words: [],
    taken: true,
  });
  expect(types(ended)).not.toContain('response.created');
  expect(wishes(ended)).toEqual([]);
  expect(client.state.items).toMatchObject([{ content: [{ transcript: 'Hello.' }] }]);
  expect(wishes(client.say({ type: 'response.create' }))).toEqual([{ type: 'reply-wanted' }]);
});

test('turns that the client answers are never asked about', () => {
  const client = talk();
  const turn_detection = { type: 'server_vad', create_response: false };
  client.say({ type: 'session.update', session: { audio: { input: { turn_detection } } } });
  expect(sessionPolicy(client.state.session, true).turnTaking.answers).toBe(false);
  client.tell({ type: 'user-turn-started', turn: 'u1', start: 0.1, interrupting: false });
  const ended = client.tell({
    type: 'user-turn-ended',
    turn: 'u1',
    start: 0.1,
    end: 1,
    text: 'Hello.',
    words: [],
    taken: true,
  });
  expect(types(ended)).toContain('input_audio_buffer.committed');
  expect(types(ended)).not.toContain('response.created');
  expect(wishes(ended)).toEqual([]);
});
