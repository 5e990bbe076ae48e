import * as z from 'zod';
import { clientSecretSchema } from './client-secrets.ts';
import { conversationSchema } from './conversations.ts';
import { speechSchema } from './speech.ts';

type Answer = { readonly description: string; readonly content?: Readonly<Record<string, object>> };
type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, Answer | { readonly $ref: string }>>;
  readonly security?: readonly object[];
};
type Method = 'get' | 'post' | 'delete';

export type OpenApi = {
  readonly openapi: '3.1.0';
  readonly info: object;
  readonly security: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;
  readonly components: object;
};

/** The HTTP side of a server, in OpenAPI 3.1. `keys`: they are needed. */
export function openApi(keys: boolean): OpenApi {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Duologue',
      version: '1',
      description:
        'Speech, conversations and live sessions. Live sessions speak OpenAI’s Realtime protocol over WebSocket.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: keys ? [{ key: [] }] : [],
    paths: { ...publicPaths, ...sessionPaths, ...speechPaths, ...conversationPaths },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: errorSchema, Conversation: conversationAnswer, List: listSchema },
      responses: {
        Error: {
          description: 'What was wrong, as OpenAI’s services say it.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
    },
  };
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type', 'param', 'code'],
      properties: {
        message: { type: 'string' },
        type: { type: 'string' },
        param: { type: ['string', 'null'] },
        code: { type: 'string' },
      },
    },
  },
};

const listSchema = {
  type: 'object',
  required: ['object', 'data'],
  properties: { object: { const: 'list' }, data: { type: 'array', items: { type: 'object' } } },
};

const conversationAnswer = {
  type: 'object',
  required: ['id', 'object', 'duration', 'audio', 'captions', 'timeline', 'expires_at'],
  properties: {
    id: { type: 'string' },
    object: { const: 'conversation' },
    duration: { type: 'number', description: 'Seconds.' },
    expires_at: { type: 'integer', description: 'Unix time, seconds.' },
    audio: { type: 'object' },
    captions: { type: 'object' },
    timeline: { type: 'string', format: 'uri-reference' },
    warnings: { type: 'array', items: { type: 'string' } },
  },
};

const failed = { $ref: '#/components/responses/Error' } as const;
const json = (schema: object): Readonly<Record<string, object>> => ({ 'application/json': { schema } });
const body = (schema: z.ZodType): object => ({
  required: true,
  content: json(z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' })),
});
const query = (name: string, description: string): object => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'string' },
});
const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const text = { 'text/plain': { schema: { type: 'string' } } };
const binary = { schema: { type: 'string', contentEncoding: 'binary' } };

const publicPaths: OpenApi['paths'] = {
  '/healthz': {
    get: {
      operationId: 'health',
      summary: 'Whether the server runs and is to go on running',
      security: [],
      responses: { 200: { description: 'It does.' }, 503: { description: 'It is draining.' } },
    },
  },
  '/readyz': {
    get: {
      operationId: 'readiness',
      summary: 'Whether there is room for another session',
      security: [],
      responses: { 200: { description: 'There is.' }, 503: { description: 'There is none, and why.' } },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'description',
      summary: 'This description',
      security: [],
      responses: { 200: { description: 'OpenAPI 3.1.', content: json({ type: 'object' }) } },
    },
  },
  '/metrics': {
    get: {
      operationId: 'metrics',
      summary: 'Counts for Prometheus',
      responses: { 200: { description: 'Prometheus’ text format.', content: text }, 401: failed },
    },
  },
};

const sessionPaths: OpenApi['paths'] = {
  '/v1/models': {
    get: {
      operationId: 'listModels',
      summary: 'Who can be talked to',
      responses: {
        200: {
          description: 'The first is meant where none is named.',
          content: json({ $ref: '#/components/schemas/List' }),
        },
        401: failed,
      },
    },
  },
  '/v1/voices': {
    get: {
      operationId: 'listVoices',
      summary: 'Who can speak',
      parameters: [query('language', 'Only those that speak it, BCP 47.')],
      responses: {
        200: {
          description: 'The first is the default.',
          content: json({ $ref: '#/components/schemas/List' }),
        },
        401: failed,
      },
    },
  },
  '/v1/realtime': {
    get: {
      operationId: 'openSession',
      summary: 'A live session over WebSocket, by OpenAI’s Realtime protocol',
      parameters: [
        query('model', 'Whom to talk to.'),
        query('voice', 'Who is to speak.'),
        query('preset', 'How the agent takes turns.'),
        query('language', 'BCP 47; several are separated by commas.'),
      ],
      responses: {
        101: { description: 'The session begins.' },
        400: failed,
        401: failed,
        403: failed,
        404: failed,
        503: failed,
      },
    },
  },
  '/v1/realtime/client_secrets': {
    post: {
      operationId: 'createClientSecret',
      summary: 'A short-lived token with which a page may open sessions',
      requestBody: body(clientSecretSchema),
      responses: {
        200: { description: 'The token, and until when it is good.', content: json({ type: 'object' }) },
        400: failed,
        401: failed,
      },
    },
  },
};

const speechPaths: OpenApi['paths'] = {
  '/v1/audio/speech': {
    post: {
      operationId: 'createSpeech',
      summary: 'One utterance of one voice, while it is made',
      requestBody: body(speechSchema),
      responses: {
        200: {
          description: 'Sound, or events that carry it.',
          content: { 'audio/*': binary, 'text/event-stream': { schema: { type: 'string' } } },
        },
        400: failed,
        401: failed,
        413: failed,
        503: failed,
      },
    },
  },
};

const conversationPaths: OpenApi['paths'] = {
  '/v1/conversations': {
    post: {
      operationId: 'createConversation',
      summary: 'A script in, a conversation out',
      parameters: [query('format', 'Of a script sent as text: wav, mp3, opus, flac or pcm.')],
      requestBody: {
        required: true,
        content: { ...json(z.toJSONSchema(conversationSchema, { io: 'input' })), ...text },
      },
      responses: {
        200: {
          description: 'By the header Accept: the sound itself, or events of its progress.',
          content: { 'audio/*': binary, 'text/event-stream': { schema: { type: 'string' } } },
        },
        201: { description: 'What was made.', content: json({ $ref: '#/components/schemas/Conversation' }) },
        400: failed,
        401: failed,
        413: failed,
        503: failed,
      },
    },
  },
  '/v1/conversations/{id}': {
    get: {
      operationId: 'getConversation',
      summary: 'What was made',
      parameters: [idParameter],
      responses: {
        200: { description: 'It.', content: json({ $ref: '#/components/schemas/Conversation' }) },
        404: failed,
      },
    },
    delete: {
      operationId: 'deleteConversation',
      summary: 'Forget it',
      parameters: [idParameter],
      responses: { 200: { description: 'It is forgotten.', content: json({ type: 'object' }) }, 404: failed },
    },
  },
  ...Object.fromEntries(
    (
      [
        ['audio', 'getConversationAudio', 'Its sound', 'audio/*'],
        ['captions.vtt', 'getConversationVtt', 'Its captions, WebVTT', 'text/vtt'],
        ['captions.srt', 'getConversationSrt', 'Its captions, SubRip', 'application/x-subrip'],
        ['timeline.json', 'getConversationTimeline', 'Its timeline', 'application/json'],
      ] as const
    ).map(([part, operationId, summary, type]) => [
      `/v1/conversations/{id}/${part}`,
      {
        get: {
          operationId,
          summary,
          parameters: [idParameter],
          responses: {
            200: { description: summary, content: { [type]: { schema: { type: 'string' } } } },
            404: failed,
          },
        },
      },
    ]),
  ),
};
