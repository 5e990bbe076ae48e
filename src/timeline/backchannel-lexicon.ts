const english =
  'yeah, yeah yeah, yea, yep, yup, yes, ya, aha, ah, oh, ooh, oh my, oh wow, uh, um, hm, mm, mhm, mm hm, uh huh, ' +
  'huh, nuh uh, no, no way, right, okay, ok, alright, all right, sure, for sure, exactly, totally, definitely, ' +
  "absolutely, indeed, true, wow, really, cool, nice, great, good, interesting, that's right, that's true, " +
  'gotcha, got it, i see, i know, of course, haha, gosh, geez, man';

const mandarin =
  '嗯, 嗯嗯, 嗯哼, 对, 对对, 对对对, 对啊, 对呀, 哦, 噢, 喔, 啊, 哎, 诶, 欸, 唉, 是, 是的, 是啊, 是吗, 是吧, ' +
  '好, 好的, 好吧, 好啊, 行, 行啊, 没错, 真的, 真的吗, 可以, 当然, 哈哈, 呵呵, 确实, 明白, 原来如此, 这样啊, ' +
  '也是, 不错, 哇';

/** Forms as they are looked up: no spaces, hyphens or doubled m. */
export const backchannelForms: ReadonlySet<string> = new Set(
  `${english}, ${mandarin}`.split(', ').map((form) => form.replaceAll(' ', '').replaceAll(/m+/g, 'm')),
);

/** First words after which what follows is the start of a turn, not a backchannel. */
export const phraseStarters: ReadonlySet<string> = new Set(
  'and but i it like so that we well you 我 你 他 但 那 就'.split(' '),
);
