import { suggest } from '../../timeline/index.ts';
import type { LivePreset } from '../policy.ts';
import type { SessionUpdate } from './session-update.ts';
import type { WireAudioFormat, WireSession, WireTurnDetection } from './wire-session.ts';
import { wireTools } from './wire-tools.ts';

/** What the server has to offer to one session. */
export type SessionOffer = {
  /** As it is shown. */
  readonly session: string;
  readonly model: string;
  /** Names that may be asked for; the first is spoken with unless another is. */
  readonly voices: readonly string[];
  /** Somebody writes down what the user says. */
  readonly recognises: boolean;
  readonly instructions?: string;
  readonly preset?: LivePreset;
  readonly languages: readonly string[];
  readonly opens: boolean;
  /** Unix time, seconds. */
  readonly expiresAt: number;
};

const pcm: WireAudioFormat = { type: 'audio/pcm', rate: 24_000 };

/** OpenAI's defaults. */
const serverVad: WireTurnDetection = {
  type: 'server_vad',
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 500,
  idle_timeout_ms: null,
  create_response: true,
  interrupt_response: true,
};

export function firstSession(offer: SessionOffer): WireSession {
  return {
    type: 'realtime',
    object: 'realtime.session',
    id: offer.session,
    model: offer.model,
    output_modalities: ['audio'],
    instructions: offer.instructions ?? '',
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    tracing: null,
    truncation: 'auto',
    prompt: null,
    expires_at: offer.expiresAt,
    include: null,
    audio: {
      input: { format: pcm, transcription: null, noise_reduction: null, turn_detection: serverVad },
      output: { format: pcm, voice: offer.voices[0] ?? '', speed: 1 },
    },
    duologue: {
      playback: 'paced',
      preset: offer.preset ?? null,
      notices: false,
      opens: offer.opens,
      languages: offer.languages,
    },
  };
}

export type ResolvedSession =
  | { readonly type: 'session-resolved'; readonly session: WireSession }
  | { readonly type: 'session-refused'; readonly message: string; readonly param: string };

/** What holds once a client's wish is laid over what held. What it leaves out stays; null takes back. */
export function resolveSession(
  current: WireSession,
  update: SessionUpdate,
  offer: SessionOffer,
  begun: boolean,
): ResolvedSession {
  const { audio = {}, duologue = {} } = update;
  const asked = audio?.output?.voice;
  const voice =
    typeof asked === 'object' && asked !== null ? asked.id : (asked ?? current.audio.output.voice);
  if (!offer.voices.includes(voice)) return refuseVoice(voice, offer.voices);
  if (begun && duologue.playback !== undefined && duologue.playback !== current.duologue.playback) {
    const message = `It is '${current.duologue.playback}' since sound was first sent: ask for it before that.`;
    return { type: 'session-refused', message, param: 'session.duologue.playback' };
  }
  const given = (name: keyof SessionUpdate, fallback: unknown): unknown =>
    update[name] === undefined ? fallback : update[name];
  const session: WireSession = {
    ...current,
    output_modalities: update.output_modalities ?? current.output_modalities,
    instructions: update.instructions === null ? '' : (update.instructions ?? current.instructions),
    tools: update.tools === undefined ? current.tools : wireTools(update.tools ?? []),
    tool_choice: update.tool_choice === null ? 'auto' : (update.tool_choice ?? current.tool_choice),
    max_output_tokens:
      update.max_output_tokens === null ? 'inf' : (update.max_output_tokens ?? current.max_output_tokens),
    tracing: given('tracing', current.tracing),
    truncation: given('truncation', current.truncation),
    prompt: given('prompt', current.prompt),
    include: update.include === undefined ? current.include : update.include,
    audio: {
      input: resolveInput(current, audio?.input ?? {}, offer),
      output: {
        format: formatOf(audio?.output?.format, current.audio.output.format),
        voice,
        speed: audio?.output?.speed ?? current.audio.output.speed,
      },
    },
    duologue: {
      playback: duologue.playback ?? current.duologue.playback,
      preset: duologue.preset === undefined ? current.duologue.preset : duologue.preset,
      notices: duologue.notices ?? current.duologue.notices,
      opens: duologue.opens ?? current.duologue.opens,
      languages: duologue.languages ?? current.duologue.languages,
    },
  };
  return { type: 'session-resolved', session };
}

type InputUpdate = NonNullable<NonNullable<SessionUpdate['audio']>['input']>;

function resolveInput(
  { audio: { input: current } }: WireSession,
  update: InputUpdate,
  offer: SessionOffer,
): WireSession['audio']['input'] {
  const { transcription, noise_reduction, turn_detection } = update;
  const written =
    transcription === undefined || transcription === null
      ? transcription
      : {
          ...(transcription.model === undefined ? {} : { model: transcription.model }),
          ...(transcription.language === undefined ? {} : { language: transcription.language }),
          ...(transcription.prompt === undefined ? {} : { prompt: transcription.prompt }),
        };
  return {
    format: formatOf(update.format, current.format),
    // Nobody promises words that nobody writes down.
    transcription: offer.recognises ? (written === undefined ? current.transcription : written) : null,
    noise_reduction: noise_reduction === undefined ? current.noise_reduction : noise_reduction,
    turn_detection: turn_detection === undefined ? current.turn_detection : resolveTurns(turn_detection),
  };
}

type TurnUpdate = NonNullable<InputUpdate['turn_detection']>;

/**
 * `interrupt_response` always comes back true: a client that reads false cancels by itself whenever speech starts.
 * What it asked for is kept elsewhere.
 */
function resolveTurns(update: TurnUpdate | null): WireTurnDetection | null {
  if (update === null) return null;
  const create_response = update.create_response ?? true;
  if (update.type === 'semantic_vad') {
    return {
      type: 'semantic_vad',
      eagerness: update.eagerness ?? 'auto',
      create_response,
      interrupt_response: true,
    };
  }
  return {
    type: 'server_vad',
    threshold: update.threshold ?? 0.5,
    prefix_padding_ms: update.prefix_padding_ms ?? 300,
    silence_duration_ms: update.silence_duration_ms ?? 500,
    idle_timeout_ms: update.idle_timeout_ms ?? null,
    create_response,
    interrupt_response: true,
  };
}

type FormatUpdate = { readonly type: WireAudioFormat['type'] } | null | undefined;

function formatOf(update: FormatUpdate, current: WireAudioFormat): WireAudioFormat {
  if (update === undefined || update === null) return current;
  return update.type === 'audio/pcm' ? pcm : { type: update.type };
}

function refuseVoice(voice: string, known: readonly string[]): ResolvedSession {
  const near = suggest(voice, known);
  const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
  const shown = known.slice(0, 24).join(', ');
  return {
    type: 'session-refused',
    message: `There is no voice '${voice.slice(0, 80)}' here.${hint} There are: ${shown}.`,
    param: 'session.audio.output.voice',
  };
}
