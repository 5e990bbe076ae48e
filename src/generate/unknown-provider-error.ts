import { VoiceError } from '../voices/index.ts';

/** What stands before the slash of a voice's id is the name of nobody. */
export class UnknownProviderError extends VoiceError {
  override readonly name = 'UnknownProviderError';
  /** Whom there is. */
  readonly known: readonly string[];
  /** Of those, the one that was probably meant. */
  readonly near: string | undefined;

  constructor(id: string, known: readonly string[], near: string | undefined) {
    const [, name, voice] = /^([^/]+)\/(.+)$/s.exec(id) ?? [];
    const hint =
      near === undefined
        ? `: "${name}" is none of ${known.join(', ')}.`
        : `. Did you mean "${near}/${voice}"?`;
    super(`There is no voice "${id}"${hint}`, { voice: id });
    this.known = known;
    this.near = near;
  }
}

/** There is nothing of the model that was given for a voice: the voice itself may be right. */
export class UnknownModelError extends VoiceError {
  override readonly name = 'UnknownModelError';

  constructor(model: string, { known, near }: UnknownProviderError) {
    const [, ...rest] = model.split('/');
    const hint =
      near === undefined
        ? `give a model of ${known.join(', ')}, such as openai/tts-1.`
        : `did you mean "${[near, ...rest].join('/')}"?`;
    super(`there is no model "${model}"; ${hint}`);
  }
}
