import { OpusDecoder } from 'opus-decoder';
import type { MultichannelAudio } from '../dsp/index.ts';
import { createByteQueue } from './byte-queue.ts';
import type { DecoderSetting, StreamDecoder } from './decoder-seam.ts';
import { MediaError } from './media-error.ts';
import { isOggPage, longestOggPage, type OggPage, oggPageSize, readOggPage } from './ogg-page.ts';
import { type OpusHead, opusPacketFrames, readOpusHead } from './opus-header.ts';

/** Hz: what Opus decodes to, whatever was encoded. */
const sampleRate = 48_000;

/** One Opus stream of the file; radio recordings chain several, one after another. */
type Link = {
  readonly serial: number;
  readonly head: OpusHead;
  readonly decoder: OpusDecoder;
  /** The comment packet, which may span pages, has been passed. */
  tagsRead: boolean;
  /** The part of a packet that a page left unfinished. */
  partial: Uint8Array | undefined;
  /** Granule of the first sample that was encoded; not 0 where a live stream was joined on its way. */
  startGranule: number | undefined;
  /** Frames still to drop for the encoder's look-ahead. */
  toSkip: number;
  given: number;
};

export function createOpusDecoder({ allowTruncated }: DecoderSetting): StreamDecoder {
  const queue = createByteQueue();
  let link: Link | undefined;
  let channels = 0;
  let ended = false;
  let given = false;

  const openLink = async (page: OggPage): Promise<void> => {
    const head = readOpusHead(page.segments[0] ?? new Uint8Array(0));
    if (head === undefined) return;
    if (channels !== 0 && head.channels !== channels) throw changed(channels, head.channels, queue.position);
    link?.decoder.free();
    channels = head.channels;
    const decoder = new OpusDecoder({
      channels: head.channels,
      streamCount: head.streamCount,
      coupledStreamCount: head.coupledStreamCount,
      channelMappingTable: [...head.mapping],
      preSkip: 0,
    });
    link = {
      serial: page.serial,
      head,
      decoder,
      tagsRead: false,
      partial: undefined,
      startGranule: undefined,
      toSkip: head.preSkip,
      given: 0,
    };
    ended = false;
    await decoder.ready;
  };

  const readPage = async (page: OggPage): Promise<MultichannelAudio[]> => {
    if (page.isFirst) {
      await openLink(page);
      return [];
    }
    if (link === undefined || page.serial !== link.serial || ended) return [];
    ended = page.isLast;
    const samples = decodePage(link, page, queue.position);
    if ((samples[0]?.length ?? 0) === 0) return [];
    given = true;
    return [{ channels: samples, sampleRate }];
  };

  const run = async (): Promise<MultichannelAudio[]> => {
    const blocks: MultichannelAudio[] = [];
    for (;;) {
      const start = queue.peek(longestOggPage);
      if (start.length >= 5 && !isOggPage(start)) throw lostSync(queue.position);
      const size = oggPageSize(start);
      if (size === undefined || queue.length < size) return blocks;
      const page = readOggPage(queue.peek(size));
      if (page === undefined) throw damaged(queue.position);
      blocks.push(...(await readPage(page)));
      queue.skip(size);
    }
  };

  return {
    async push(bytes) {
      queue.append(bytes);
      return run();
    },
    async finish() {
      if ((queue.length > 0 || !ended) && !allowTruncated) throw truncated(queue.position + queue.length);
      if (given) return [];
      if (channels === 0) throw truncated(queue.position + queue.length);
      return [{ channels: Array.from({ length: channels }, () => new Float32Array(0)), sampleRate }];
    },
    dispose() {
      link?.decoder.free();
      link = undefined;
    },
  };
}

/** The samples of a page, without what its granule position says is padding (RFC 7845, 4). */
function decodePage(link: Link, page: OggPage, offset: number): Float32Array[] {
  const packets = finishPackets(link, page);
  const expected = packets.reduce((sum, packet) => sum + opusPacketFrames(packet), 0);
  if (link.startGranule === undefined && page.granule >= 0 && packets.length > 0) {
    link.startGranule = Math.max(0, page.granule - expected);
  }
  if (packets.length === 0) return [];
  const { channelData, samplesDecoded, errors } = link.decoder.decodeFrames(packets);
  if (errors.length > 0) throw badPacket(errors[0]?.message ?? 'unknown', offset);
  const skipped = Math.min(link.toSkip, samplesDecoded);
  link.toSkip -= skipped;
  const end = page.isLast && page.granule >= 0 ? endOf(link, page.granule) : Number.POSITIVE_INFINITY;
  const kept = Math.max(0, Math.min(samplesDecoded - skipped, end - link.given));
  link.given += kept;
  return channelData.map((samples) => samples.subarray(skipped, skipped + kept));
}

/** Frames in all, by the last page's granule position. */
function endOf({ startGranule = 0, head }: Link, granule: number): number {
  return granule - startGranule - head.preSkip;
}

/** The packets that end on this page, comments left out. */
function finishPackets(link: Link, page: OggPage): Uint8Array[] {
  const packets: Uint8Array[] = [];
  for (const [index, segment] of page.segments.entries()) {
    let packet = segment;
    if (index === 0 && page.continues) {
      // What went before was lost: half a packet is none.
      if (link.partial === undefined) continue;
      packet = join(link.partial, segment);
    }
    link.partial = undefined;
    if (page.unfinished && index === page.segments.length - 1) link.partial = packet.slice();
    else if (!link.tagsRead) link.tagsRead = true;
    else if (packet.length > 0) packets.push(packet);
  }
  return packets;
}

function join(before: Uint8Array, after: Uint8Array): Uint8Array {
  const joined = new Uint8Array(before.length + after.length);
  joined.set(before);
  joined.set(after, before.length);
  return joined;
}

function changed(channels: number, next: number, offset: number): MediaError {
  const found = `${next} channels after ${channels}`;
  return new MediaError(
    'unsupported',
    `The Opus file changes its form on the way: ${found}. Split it first.`,
    {
      found,
      offset,
    },
  );
}

function lostSync(offset: number): MediaError {
  return new MediaError('corrupt', `The Ogg file has no page where one should start, at byte ${offset}.`, {
    found: 'no OggS',
    offset,
  });
}

function damaged(offset: number): MediaError {
  return new MediaError(
    'corrupt',
    `The Ogg page at byte ${offset} is damaged: its checksum does not match.`,
    {
      found: 'a wrong checksum',
      offset,
    },
  );
}

function badPacket(message: string, offset: number): MediaError {
  return new MediaError('corrupt', `The Ogg page at byte ${offset} holds what is not Opus: ${message}.`, {
    found: message,
    offset,
  });
}

function truncated(offset: number): MediaError {
  return new MediaError(
    'truncated',
    `The Ogg file is cut short: no page says that it is the last. ` +
      'Read it with `allowTruncated` to have what is there.',
    { found: `${offset} bytes`, offset },
  );
}
