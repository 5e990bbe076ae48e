import type { BlockMessage } from './block-message.ts';
import { createPlayer, type PlayerOrder } from './player.ts';

/**
 * Microphone in and loudspeaker out in one processor, so that what is said and what is played share one clock to the
 * sample. Every 20 ms it hands over both.
 */
class DuplexProcessor extends AudioWorkletProcessor {
  private readonly player = createPlayer(sampleRate);
  private readonly blockFrames = Math.round(sampleRate / 50);
  private user = new Float32Array(this.blockFrames);
  private agent = new Float32Array(this.blockFrames);
  private filled = 0;
  private began: number | undefined;
  private open = true;

  constructor() {
    super();
    this.port.addEventListener(
      'message',
      ({ data }: MessageEvent<PlayerOrder | { readonly type: 'close' }>) => {
        if (data.type === 'close') this.open = false;
        else this.player.obey(data);
      },
    );
    this.port.start();
  }

  process(
    inputs: readonly (readonly Float32Array[])[],
    outputs: readonly (readonly Float32Array[])[],
  ): boolean {
    const output = outputs[0]?.[0];
    if (output === undefined) return this.open;
    this.began ??= currentFrame;
    this.player.pull(output);
    const input = inputs[0]?.[0];
    let done = 0;
    while (done < output.length) {
      const count = Math.min(output.length - done, this.blockFrames - this.filled);
      if (input !== undefined) this.user.set(input.subarray(done, done + count), this.filled);
      this.agent.set(output.subarray(done, done + count), this.filled);
      this.filled += count;
      done += count;
      if (this.filled === this.blockFrames) this.handOver(currentFrame + done);
    }
    return this.open;
  }

  private handOver(end: number): void {
    const { user, agent, player, blockFrames } = this;
    const { place } = player;
    const message: BlockMessage = {
      frame: end - blockFrames - (this.began ?? 0),
      user,
      agent,
      gain: player.gain,
      reports: player.takeReports(),
      ...(place === undefined ? {} : { place }),
    };
    this.user = new Float32Array(blockFrames);
    this.agent = new Float32Array(blockFrames);
    this.filled = 0;
    this.port.postMessage(message, [user.buffer, agent.buffer]);
  }
}

registerProcessor('duologue-duplex', DuplexProcessor);
