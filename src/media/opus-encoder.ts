import type { ByteWriter } from './byte-writer.ts';
import type { EncoderSetting, FormatEncoder } from './encoder-seam.ts';
import { lacingCount, writeOggPage } from './ogg-page.ts';
import { createOpusHead, createOpusTags } from './opus-header.ts';
import { quantize } from './sample-coding.ts';

/** Hz. Opus in Ogg counts at this rate, whatever it encodes. */
const opusSampleRate = 48_000;
/** 20 ms, the length Opus is tuned for. */
const packetFrames = 960;
/** OPUS_GET_LOOKAHEAD, by number because the package's own getter is typed under a misspelt name. */
const getLookahead = 4027;
/** A page a second: players seek by pages. */
const pagePackets = 50;
/** For who listens meanwhile, .1 s. */
const smallPagePackets = 5;
/** Any number will do for a file with one stream; a constant one gives the same bytes every time. */
const serial = 0x64756f;

export async function createOpusEncoder(setting: EncoderSetting, writer: ByteWriter): Promise<FormatEncoder> {
  const { channels, inputRate, bitrate = channels === 1 ? 48_000 : 96_000 } = setting;
  const { Encoder } = await import('@evan/opus');
  const encoder = new Encoder({
    channels: channels === 1 ? 1 : 2,
    sample_rate: opusSampleRate,
    application: 'audio',
  });
  encoder.bitrate = bitrate;
  // The encoder's look-ahead is what a decoder has to skip for time to agree.
  const preSkip = encoder.ctl(getLookahead);
  const packet = new Int16Array(packetFrames * channels);
  let filled = 0;
  let frames = 0;
  let encodedFrames = 0;
  let page: Uint8Array[] = [];
  const longestPage = setting.immediate ? smallPagePackets : pagePackets;
  let sequence = 0;

  const writePage = async (isLast: boolean, granule: number): Promise<void> => {
    await writer.append(writeOggPage({ isFirst: false, isLast, granule, serial, sequence, packets: page }));
    sequence++;
    page = [];
  };
  const encodePacket = async (): Promise<void> => {
    const encoded = encoder.encode(packet).slice();
    filled = 0;
    const lacing = page.reduce((sum, each) => sum + lacingCount(each), lacingCount(encoded));
    // The page is written before the packet that opens the next, so that one is left to end the stream.
    if (page.length >= longestPage || lacing > 255) await writePage(false, encodedFrames);
    page.push(encoded);
    encodedFrames += packetFrames;
  };

  const head = createOpusHead({ channels, preSkip, inputRate });
  for (const [index, header] of [head, createOpusTags()].entries()) {
    await writer.append(
      writeOggPage({
        isFirst: index === 0,
        isLast: false,
        granule: 0,
        serial,
        sequence: index,
        packets: [header],
      }),
    );
    sequence++;
  }

  return {
    async write(block) {
      frames += block[0]?.length ?? 0;
      const samples = quantize(block, 16);
      for (let at = 0; at < samples.length; ) {
        const part = samples.subarray(at, at + packet.length - filled);
        packet.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === packet.length) await encodePacket();
      }
    },
    async finish() {
      const lacking = Math.ceil((frames + preSkip - encodedFrames) / packetFrames);
      for (let count = 0; count < lacking; count++) {
        packet.fill(0, filled);
        await encodePacket();
      }
      await writePage(true, frames + preSkip);
    },
    dispose: async () => {},
  };
}
