import { gzipSync } from 'node:zlib';
import type { ExportFolder } from './exporter.ts';

/** Bytes of text in one member of the file: readers of gzip take members one after another. */
const memberSize = 1 << 20;

/** A file of compressed lines that grows without being held. The same lines give the same bytes. */
export interface LineFile {
  write(line: string): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

export async function openGzipLines(folder: ExportFolder, path: string): Promise<LineFile> {
  const sink = await folder.open(path);
  let pending: string[] = [];
  let size = 0;
  let position = 0;
  const flush = async (): Promise<void> => {
    const bytes = gzipSync(pending.join(''), { level: 6 });
    // Which system packed it stands in the header, and is nobody's concern.
    bytes[9] = 255;
    await sink.write(bytes, position);
    position += bytes.byteLength;
    pending = [];
    size = 0;
  };
  return {
    async write(line) {
      pending.push(`${line}\n`);
      size += line.length;
      if (size >= memberSize) await flush();
    },
    async close() {
      if (pending.length > 0 || position === 0) await flush();
      await sink.close();
    },
    abort: () => sink.abort(),
  };
}
