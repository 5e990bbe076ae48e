import { packTar } from 'modern-tar';
import type { ExportFolder } from './exporter.ts';

/** What ends an archive: two empty blocks. */
const endSize = 1024;

/** An archive that grows without being held. Its members have no time and no owner: the same members, the same bytes. */
export interface TarFile {
  add(name: string, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

export async function openTar(folder: ExportFolder, path: string): Promise<TarFile> {
  const sink = await folder.open(path);
  let position = 0;
  const append = async (bytes: Uint8Array): Promise<void> => {
    await sink.write(bytes, position);
    position += bytes.byteLength;
  };
  return {
    async add(name, bytes) {
      const header = {
        name,
        size: bytes.byteLength,
        mode: 0o644,
        mtime: new Date(0),
        uid: 0,
        gid: 0,
        uname: '',
        gname: '',
      };
      const whole = await packTar([{ header, body: bytes }]);
      await append(whole.subarray(0, whole.byteLength - endSize));
    },
    async close() {
      await append(new Uint8Array(endSize));
      await sink.close();
    },
    abort: () => sink.abort(),
  };
}
