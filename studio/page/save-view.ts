import { toWebVtt } from '../../src/timeline/index.ts';
import { sessionTimeline } from '../conversation/session-timeline.ts';
import type { TalkRecord } from '../session/talk.ts';
import { find } from './elements.ts';

/** Hands the talk over as files, made from what the page itself heard and played. */
export interface SaveView {
  setReady(ready: boolean): void;
  saveSound(): void;
}

export type SaveFacts = {
  readonly record: () => TalkRecord | undefined;
  readonly languages: () => readonly string[];
  readonly voice: () => string | undefined;
};

export function createSaveView({ record, languages, voice }: SaveFacts): SaveView {
  const sound = find('save-sound', HTMLButtonElement);
  const timeline = find('save-timeline', HTMLButtonElement);
  const captions = find('save-captions', HTMLButtonElement);
  const made = (talk: TalkRecord): ReturnType<typeof sessionTimeline> => {
    const name = voice();
    return sessionTimeline(talk.conversation, {
      duration: talk.sound.duration,
      languages: languages(),
      played: talk.played,
      ...(name === undefined ? {} : { voice: name }),
    });
  };
  const save = (suffix: string, make: (talk: TalkRecord) => Blob): void => {
    const talk = record();
    if (talk !== undefined) download(make(talk), `talk-${stamp(new Date())}.${suffix}`);
  };
  const saveSound = (): void => save('wav', (talk) => talk.sound.save());
  sound.addEventListener('click', saveSound);
  timeline.addEventListener('click', () =>
    save('timeline.json', (talk) =>
      textFile(`${JSON.stringify(made(talk), undefined, 2)}\n`, 'application/json'),
    ),
  );
  captions.addEventListener('click', () => save('vtt', (talk) => textFile(toWebVtt(made(talk)), 'text/vtt')));

  return {
    setReady(ready) {
      for (const button of [sound, timeline, captions]) button.disabled = !ready;
    },
    saveSound,
  };
}

function textFile(text: string, type: string): Blob {
  return new Blob([text], { type });
}

function stamp(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll(':', '-');
}

function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the file after this turn of its loop.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
