import type { Speaker } from '../timeline/index.ts';
import type { ConversationDescription } from './assemble-timeline.ts';
import type { Casting } from './casting.ts';
import type { ResolvedOptions } from './check-options.ts';
import { scriptLanguages } from './render-script.ts';

/** Who will talk, with which voices. */
export function describeConversation(
  { id, script, timing }: Pick<ResolvedOptions, 'id' | 'script' | 'timing'>,
  casting: Casting,
): ConversationDescription {
  return {
    id,
    ...(script.title === undefined ? {} : { title: script.title }),
    register: timing.register,
    languages: scriptLanguages(script),
    speakers: script.speakers.map((speaker, channel): Speaker => {
      const voice = casting.voiceFor(speaker.id, speaker.language ?? script.language);
      const gender = speaker.gender ?? voice.gender;
      const accent = speaker.accent ?? voice.accent;
      return {
        id: speaker.id,
        channel,
        voice: voice.id,
        language: speaker.language ?? script.language,
        ...(speaker.name === undefined ? {} : { name: speaker.name }),
        ...(speaker.role === undefined ? {} : { role: speaker.role }),
        ...(speaker.age === undefined ? {} : { age: speaker.age }),
        ...(gender === undefined ? {} : { gender }),
        ...(accent === undefined ? {} : { accent }),
      };
    }),
  };
}
