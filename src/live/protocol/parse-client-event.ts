import * as z from 'zod';
import { suggest } from '../../timeline/index.ts';
import { type ClientEvent, clientEventSchema, clientEventTypes } from './client-events.ts';
import type { WireError } from './server-events.ts';
import { sessionUpdateSchema } from './session-update.ts';

export type ParsedClientEvent =
  | { readonly type: 'event-parsed'; readonly event: ClientEvent }
  | { readonly type: 'event-refused'; readonly error: WireError };

/** One message of a client, whatever it is. */
export function parseClientEvent(text: string): ParsedClientEvent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(
      'invalid_json',
      'The message is no JSON: send one event as one JSON object in one text message.',
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('invalid_type', 'An event is a JSON object with a "type".');
  }
  const eventId = 'event_id' in value && typeof value.event_id === 'string' ? value.event_id : null;
  const type = 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') {
    return refuse('missing_required_parameter', "Missing required parameter: 'type'.", 'type', eventId);
  }
  if (!clientEventTypes.some((known) => known === type)) {
    return refuse('invalid_value', unknownType(type), 'type', eventId);
  }
  const parsed = clientEventSchema.safeParse(value);
  if (parsed.success) return { type: 'event-parsed', event: parsed.data };
  const { code, message, param } = describeIssue(parsed.error);
  return refuse(code, message, param, eventId);
}

function refuse(
  code: string,
  message: string,
  param: string | null = null,
  eventId: string | null = null,
): ParsedClientEvent {
  const shown = eventId === null ? null : eventId.slice(0, 512);
  return {
    type: 'event-refused',
    error: { type: 'invalid_request_error', code, message, param, event_id: shown },
  };
}

function unknownType(type: string): string {
  const shown = type.slice(0, 80);
  const near = suggest(shown, clientEventTypes);
  const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
  return `Invalid value: '${shown}' is no event of a client.${hint} Supported are: ${clientEventTypes.join(', ')}.`;
}

/** Where the protocol's beta had what is elsewhere now. */
const betaPlaces: Readonly<Record<string, string>> = {
  modalities: 'session.output_modalities',
  voice: 'session.audio.output.voice',
  input_audio_format: 'session.audio.input.format',
  output_audio_format: 'session.audio.output.format',
  input_audio_transcription: 'session.audio.input.transcription',
  input_audio_noise_reduction: 'session.audio.input.noise_reduction',
  turn_detection: 'session.audio.input.turn_detection',
  max_response_output_tokens: 'session.max_output_tokens',
  speed: 'session.audio.output.speed',
};

type Issue = { readonly code: string; readonly message: string; readonly param: string | null };

/** The first fault, in the protocol's words. */
function describeIssue(error: z.ZodError): Issue {
  const issue = deepest(error.issues[0]);
  if (issue === undefined) return { code: 'invalid_value', message: 'The event is not valid.', param: null };
  const path = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const param = path.replace(/^\./, '');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const full = param === '' ? key : `${param}.${key}`;
    return {
      code: 'unknown_parameter',
      message: `Unknown parameter: '${full}'.${hintFor(key)}`,
      param: full,
    };
  }
  if (issue.code === 'invalid_type' && /received undefined/.test(issue.message)) {
    return { code: 'missing_required_parameter', message: `Missing required parameter: '${param}'.`, param };
  }
  const code = issue.code === 'invalid_type' ? 'invalid_type' : 'invalid_value';
  return { code, message: `Invalid value for '${param}': ${issue.message}`, param };
}

/** Of alternatives the one that came furthest has the fault that was meant. */
function deepest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flat()
    .map(deepest)
    .filter((found) => found !== undefined)
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  if (inner === undefined || inner.path.length === 0) return issue;
  return { ...inner, path: [...issue.path, ...inner.path] };
}

function hintFor(key: string): string {
  const place = Object.hasOwn(betaPlaces, key) ? betaPlaces[key] : undefined;
  if (place !== undefined) return ` It was of the protocol's beta and is '${place}' now.`;
  const near = suggest(key, Object.keys(sessionUpdateSchema.shape));
  return near === undefined ? '' : ` Did you mean '${near}'?`;
}
