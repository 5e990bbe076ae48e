import { VoiceError } from '../voice-error.ts';

/** Why a vendor's service gave no speech. */
export type ProviderErrorCode =
  /** No key was given and none is in the environment: nothing was asked. */
  | 'missing-key'
  /** An option that no request could carry: nothing was asked. */
  | 'invalid-option'
  /** 401 or 403: the key is wrong or may not do this. */
  | 'unauthorized'
  /** 429 beyond all retries, or a quota that is used up. */
  | 'rate-limited'
  /** Another 4xx: the vendor does not take this request. */
  | 'rejected'
  /** 5xx beyond all retries. */
  | 'server-failed'
  /** No connection, or one that broke. */
  | 'network'
  | 'timeout'
  /** It answered, but not with the sound that was asked for. */
  | 'bad-answer'
  | 'too-large';

export type ProviderErrorDetails = {
  readonly provider: string;
  readonly code: ProviderErrorCode;
  readonly voice?: string;
  /** HTTP. */
  readonly status?: number;
  readonly requestId?: string;
  readonly retryable?: boolean;
  readonly attempts?: number;
  /** Seconds that the vendor asks to wait. */
  readonly retryAfter?: number;
  /** Where a key that is missing was looked for in the environment. */
  readonly keyVariables?: readonly string[];
  readonly cause?: unknown;
};

/** A vendor's service failed, or was not asked because it would have. */
export class ProviderError extends VoiceError {
  override readonly name = 'ProviderError';
  readonly code: ProviderErrorCode;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly attempts: number;
  readonly retryAfter: number | undefined;
  /** Where a key that is missing was looked for in the environment. */
  readonly keyVariables: readonly string[];

  constructor(message: string, details: ProviderErrorDetails) {
    super(message, details);
    this.code = details.code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.attempts = details.attempts ?? 0;
    this.retryAfter = details.retryAfter;
    this.keyVariables = details.keyVariables ?? [];
  }
}
