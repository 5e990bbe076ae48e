/**
 * The browser takes the agent's own voice out (`echoCancellation`: the page plays it, so the browser has the
 * reference). It leaves the rest alone: its noise suppression eats laughter and short words, and its gain control hides
 * who is near; the server's ear needs both, and takes noise out itself where that is asked for.
 */
export async function openMicrophone(): Promise<MediaStream> {
  if (navigator.mediaDevices === undefined) {
    throw new MicrophoneTrouble(
      'This page may not use the microphone, because it was not loaded over https or from this machine. You can type instead.',
    );
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: false,
        autoGainControl: false,
        channelCount: 1,
      },
    });
  } catch (error) {
    throw new MicrophoneTrouble(advice(error), { cause: error });
  }
}

export class MicrophoneTrouble extends Error {
  override readonly name = 'MicrophoneTrouble';
}

function advice(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError') {
    return 'The microphone was refused. Allow it for this page in the address bar and press Talk again; or type instead.';
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') {
    return 'No microphone was found. Connect one and press Talk again; or type instead.';
  }
  if (name === 'NotReadableError') {
    return 'The microphone is in use by another program, or does not answer. Close that program and press Talk again; or type instead.';
  }
  return `The microphone could not be opened (${error instanceof Error ? error.message : String(error)}). You can type instead.`;
}
