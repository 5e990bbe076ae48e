import { GenerateError } from '../../generate/index.ts';
import { MediaError } from '../../media/index.ts';
import { ScriptError } from '../../script/index.ts';
import { TimelineError } from '../../timeline/index.ts';
import { ProviderError, UnknownVoiceError, VoiceError } from '../../voices/index.ts';
import { RequestError } from './errors.ts';

/** What an error of ours means to whoever asked. What a vendor's service said stays here: it may name accounts. */
export function requestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof UnknownVoiceError) {
    return new RequestError(400, 'voice_not_found', error.message, { param: 'voice', cause: error });
  }
  if (error instanceof ScriptError) {
    return new RequestError(400, 'invalid_script', error.message, { param: 'script', cause: error });
  }
  if (error instanceof GenerateError) return generateError(error);
  if (error instanceof ProviderError) return serviceError(error);
  if (error instanceof VoiceError || error instanceof TimelineError || error instanceof MediaError) {
    return new RequestError(400, 'invalid_value', error.message, { cause: error });
  }
  return new RequestError(500, 'server_error', 'Something is broken in the server.', { cause: error });
}

function generateError(error: GenerateError): RequestError {
  if (error.cause instanceof ProviderError) return serviceError(error.cause);
  const { field, message } = error;
  return new RequestError(400, 'invalid_value', message, {
    cause: error,
    ...(field === undefined ? {} : { param: field }),
  });
}

function serviceError(error: ProviderError): RequestError {
  const service = error.provider ?? 'a service';
  return error.retryable
    ? new RequestError(503, 'service_unavailable', `The voices of ${service} cannot be had just now.`, {
        retryAfter: 5,
        cause: error,
      })
    : new RequestError(500, 'service_failed', `The voices of ${service} cannot be had.`, { cause: error });
}
