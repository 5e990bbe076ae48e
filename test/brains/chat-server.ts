import * as z from 'zod';
import {
  fieldOf,
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from '../providers/vendor-server.ts';

export const chatKey = 'sk-test-chat-1234567890abcdef';

const toolCallSchema = z.strictObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.strictObject({
    name: z.string().min(1),
    arguments: z.string().refine(isJsonObject, 'no JSON object'),
  }),
});

const messageSchema = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['system', 'developer']), content: z.string().min(1) }),
  z.strictObject({ role: z.literal('user'), content: z.string().min(1) }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.string().nullish(),
    tool_calls: z.array(toolCallSchema).min(1).optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string().min(1), content: z.string() }),
]);

export type ChatMessage = z.infer<typeof messageSchema>;

// As documented at https://developers.openai.com/api/reference/resources/chat/subresources/completions/methods/create
const chatSchema = z.strictObject({
  model: z.string(),
  messages: z.array(messageSchema).min(2),
  stream: z.literal(true),
  stream_options: z.strictObject({ include_usage: z.boolean() }).optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  temperature: z.number().min(0).max(2).optional(),
  seed: z.int().optional(),
  reasoning_effort: z.string().optional(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({
          name: z.string().regex(/^[\w-]{1,64}$/),
          description: z.string().optional(),
          parameters: z.looseObject({ type: z.literal('object') }),
          strict: z.boolean().optional(),
        }),
      }),
    )
    .min(1)
    .optional(),
  tool_choice: z
    .union([
      z.enum(['auto', 'none', 'required']),
      z.strictObject({ type: z.literal('function'), function: z.strictObject({ name: z.string() }) }),
    ])
    .optional(),
});

export type ChatCall = z.infer<typeof chatSchema>;

/** What the model is to say: pieces of text, calls, or raw data of an event. */
export type ChatPiece =
  | string
  | { readonly call: { readonly name: string; readonly arguments: string; readonly id?: string } }
  | { readonly data: string };

export type ChatAnswer = { readonly pieces: readonly ChatPiece[]; readonly finish?: string | null };

/**
 * An OpenAI-compatible chat server on loopback, strict about what it is sent: every call of a tool is followed by its
 * outcome, neighbours differ, the user has the first word and the assistant not the last.
 */
export function startChatServer(
  answer: (call: ChatCall) => ChatAnswer | readonly ChatPiece[] = () => ['Yes, ', 'I do.'],
): Promise<VendorServer> {
  return startVendorServer((request) => {
    const { authorization = '' } = request.headers;
    if (authorization !== `Bearer ${chatKey}`)
      return refusal(
        401,
        `Incorrect API key provided: ${authorization.replace('Bearer ', '')}.`,
        'invalid_api_key',
      );
    if (`${request.method} ${request.path}` !== 'POST /v1/chat/completions')
      return refusal(404, `Invalid URL (${request.method} ${request.path})`, 'unknown_url');
    const parsed = chatSchema.safeParse(request.body);
    if (!parsed.success) return refusal(400, z.prettifyError(parsed.error), 'invalid_value');
    const fault = orderFault(parsed.data.messages);
    if (fault !== undefined) return refusal(400, fault, 'invalid_value');
    const said = answer(parsed.data);
    const { pieces, finish } = 'pieces' in said ? said : { pieces: said, finish: undefined };
    return eventStream(pieces, finish);
  });
}

export function refusal(status: number, message: string, code: string): VendorReply {
  return { status, body: { error: { message, type: 'invalid_request_error', param: null, code } } };
}

export function messagesOf(request: VendorRequest | undefined): readonly ChatMessage[] {
  return z.array(messageSchema).parse(fieldOf(request?.body, 'messages'));
}

function chunk(delta: object, reason: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: reason }];
  return `data: ${JSON.stringify({ ...completion, choices })}\n\n`;
}

const completion = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm' };

function eventStream(pieces: readonly ChatPiece[], finish?: string | null): VendorReply {
  let calls = 0;
  const body = pieces.map((piece) => {
    if (typeof piece === 'string') return chunk({ content: piece });
    if ('data' in piece) return `data: ${piece.data}\n\n`;
    const { id = `call_${calls}`, name, arguments: given } = piece.call;
    const half = Math.ceil(given.length / 2);
    const index = calls++;
    return (
      chunk({
        tool_calls: [{ index, id, type: 'function', function: { name, arguments: given.slice(0, half) } }],
      }) + chunk({ tool_calls: [{ index, function: { arguments: given.slice(half) } }] })
    );
  });
  const usage = {
    ...completion,
    choices: [],
    usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
  };
  const ending = finish === null ? [] : [chunk({}, finish ?? (calls > 0 ? 'tool_calls' : 'stop'))];
  return {
    headers: { 'content-type': 'text/event-stream' },
    body: [
      chunk({ role: 'assistant', content: '' }),
      ...body,
      ...ending,
      `data: ${JSON.stringify(usage)}\n\n`,
      'data: [DONE]\n\n',
    ],
  };
}

function orderFault(messages: readonly ChatMessage[]): string | undefined {
  const [system, ...others] = messages;
  if (system?.role !== 'system' && system?.role !== 'developer')
    return 'the first message is not the system’s';
  if (others[0]?.role !== 'user') return 'the user has not the first word';
  if (others.at(-1)?.role === 'assistant') return 'the assistant has the last word';
  for (const [index, message] of others.entries()) {
    const before = others[index - 1];
    if (message.role === 'system') return 'a system message in the middle';
    if (message.role === 'user' && before?.role === 'user') return `two of the user at ${index}`;
    if (message.role === 'assistant') {
      if (before?.role === 'assistant') return `two of the assistant at ${index}`;
      const wanted = (message.tool_calls ?? []).map(({ id }) => id);
      const given = others
        .slice(index + 1, index + 1 + wanted.length)
        .flatMap((next) => (next.role === 'tool' ? [next.tool_call_id] : []));
      if (wanted.toSorted().join(' ') !== given.toSorted().join(' '))
        return `tool_calls must be followed by tool messages: ${wanted.join(', ')}`;
      if ((message.content ?? '') === '' && wanted.length === 0) return `an empty message at ${index}`;
    }
    if (message.role === 'tool' && before?.role !== 'tool' && before?.role !== 'assistant')
      return `a tool message without a call at ${index}`;
  }
  return undefined;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
