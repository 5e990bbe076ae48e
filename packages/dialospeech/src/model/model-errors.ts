/** How whoever runs the model says that something is wrong: the core throws what these make. */
export interface ModelErrors {
  refuse(message: string, cause?: unknown): Error;
  unknownVoice(id: string, known: readonly string[]): Error;
}

/** What went wrong in a network or its thread, as the model's own error. */
export function failure(errors: ModelErrors, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return errors.refuse(`DialoSpeech cannot go on: ${reason}`, cause);
}
