/** How whoever runs the model says that something is wrong: the core throws what these make. */
export interface ModelErrors {
  refuse(message: string, cause?: unknown): Error;
  unknownVoice(id: string, known: readonly string[]): Error;
}
