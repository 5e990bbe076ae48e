/** A value that no sound can be made with: a rate of zero, channels of different lengths. */
export class DspError extends Error {
  override readonly name = 'DspError';
  /** The option or argument that is wrong. */
  readonly argument: string;

  constructor(argument: string, message: string) {
    super(message);
    this.argument = argument;
  }
}

/** Rates need not be whole: 24,000 / 1.001 is a rate. */
export function requireRate(argument: string, rate: number): void {
  if (!(rate > 0 && rate <= 10_000_000)) {
    throw new DspError(
      argument,
      `${argument} is ${rate}; give a sample rate in Hz, above 0 and at most 10,000,000.`,
    );
  }
}

export function requireRange(argument: string, value: number, lowest: number, highest: number): void {
  if (!(value >= lowest && value <= highest)) {
    throw new DspError(argument, `${argument} is ${value}; give a number from ${lowest} to ${highest}.`);
  }
}

export function requireWhole(argument: string, value: number, lowest: number, highest: number): void {
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    throw new DspError(
      argument,
      `${argument} is ${value}; give a whole number from ${lowest} to ${highest}.`,
    );
  }
}

/** Checks that a block has the channels that were promised, all of one length; returns that length. */
export function requireChannels(channels: readonly Float32Array[], count: number): number {
  if (channels.length !== count) {
    throw new DspError('channels', `The block has ${channels.length} channels; ${count} were promised.`);
  }
  const frames = channels[0]?.length ?? 0;
  for (const [index, channel] of channels.entries()) {
    if (channel.length !== frames) {
      throw new DspError(
        'channels',
        `Channel ${index} has ${channel.length} frames and channel 0 has ${frames}; give channels of one length.`,
      );
    }
  }
  return frames;
}
