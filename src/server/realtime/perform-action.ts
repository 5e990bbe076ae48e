import type { LiveState, ProtocolAction, ServerEvent, WireSession } from '../../live/index.ts';
import type { Engine } from './engine.ts';
import type { Question, Questions } from './questions.ts';
import type { RealtimeSessionOptions } from './realtime-session.ts';
import type { SessionSound } from './session-sound.ts';

export type PerformerParts = {
  readonly options: Pick<RealtimeSessionOptions, 'observe' | 'rateLimits'>;
  readonly engine: Engine;
  readonly questions: Questions;
  readonly sound: SessionSound;
  readonly sendEvent: (event: ServerEvent) => void;
  readonly session: () => WireSession;
  readonly hear: (audio: string) => void;
  readonly begin: () => void;
  readonly configure: (session: WireSession, interrupts: boolean) => void;
};

/** Does what a step of the protocol wants done. */
export function createPerformer(parts: PerformerParts): (action: ProtocolAction) => void {
  const { options, engine, questions, sound, sendEvent, session } = parts;
  return (action) => {
    switch (action.type) {
      case 'send':
        if (action.event.type === 'error') options.observe.refused(action.event.error.code);
        return sendEvent(action.event);
      case 'send-sound':
        return sendEvent(sound.event(action, session().audio.output.format));
      case 'send-rate-limits':
        return sendEvent({ type: 'rate_limits.updated', rate_limits: options.rateLimits() });
      case 'wish':
        return engine.wish(action.wish);
      case 'hear':
        return parts.hear(action.audio);
      case 'configure':
        return parts.configure(action.session, action.interrupts);
      case 'begin':
        return parts.begin();
      case 'ask-question':
        return questions.ask(questionOf(action, session(), engine.live?.state));
    }
  };
}

function questionOf(
  action: Extract<ProtocolAction, { type: 'ask-question' }>,
  { duologue, instructions }: WireSession,
  live: LiveState | undefined,
): Question {
  return {
    response: action.response,
    turns: action.turns ?? live?.turns ?? [],
    language: live?.language ?? duologue.languages[0] ?? 'en',
    elapsed: live?.at ?? 0,
    instructions: action.instructions ?? instructions,
    ...(action.mostTokens === undefined ? {} : { mostTokens: action.mostTokens }),
  };
}
