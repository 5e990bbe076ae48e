import { MediaError } from '../../media/portable.ts';

/** Sound inside JSON. What is no base64 is no sound. */
export function fromBase64(text: string): Uint8Array {
  if (typeof Buffer !== 'undefined') {
    // It passes over what is no base64; where nothing was passed over, the length tells.
    const bytes = Buffer.from(text, 'base64');
    const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
    if (bytes.length === Math.floor(((text.length - padding) * 3) / 4)) {
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    }
  }
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replaceAll(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) {
    const found = JSON.stringify(text.slice(0, 40));
    throw new MediaError('not-audio', `It begins with ${found}, which is no base64.`, { found });
  }
  if (typeof Buffer !== 'undefined') return new Uint8Array(Buffer.from(plain, 'base64'));
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}

export function toBase64(bytes: Uint8Array): string {
  if (typeof Buffer !== 'undefined')
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
