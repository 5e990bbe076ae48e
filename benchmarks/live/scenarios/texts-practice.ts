import type { SpokenOver } from './texts.ts';

/** What many voices say while the ear and the judgement of overlaps are fitted: composed, so that there is much of it. */

const sounds = 'Mm-hm, Mhm, Mm, Hm, Hmm, Uh-huh, Aha, Oh, Ah, Huh, Ooh'.split(', ');
const agreeing =
  'Yeah, Yes, Yep, Yup, Okay, Right, Sure, Alright, True, Exactly, Of course, Good, Fine'.split(', ');
const following =
  'I see, I know, I understand, Got it, I got it, I get it, Makes sense, That makes sense, Fair enough, Sounds good, Of course, Absolutely, Definitely, Totally, Really, Is that so, Great, Cool, Nice, Lovely, Wow, Perfect, Interesting, No problem, Good to know, You are right, That is true, That is right, Oh dear, My goodness, No way, Amazing, Wonderful, Brilliant, Excellent, Indeed, Certainly'.split(
    ', ',
  );

const listened: readonly string[] = [
  ...[...sounds, ...agreeing, ...following].map((word) => `${word}.`),
  'Really?',
  'Oh really?',
  'Is it?',
  'Yeah?',
  'Right?',
  'Did they?',
  'Yeah!',
  'Wow!',
  ...[...sounds, ...agreeing].map((word) => `${word}, ${word.toLowerCase()}.`),
  ...'Yeah yeah yeah, Okay okay okay, Yes yes yes, Right right right, Mm-hm mm-hm mm-hm'.split(', '),
  ...sounds.flatMap((sound) => [...agreeing, ...following].map((word) => `${sound}, ${lowered(word)}.`)),
  ...agreeing.flatMap((one) => [...agreeing, ...following].map((word) => `${one}, ${lowered(word)}.`)),
];

const openings =
  'Yeah but, Yes and, Okay and, Okay so, Right but, Right so, Sure but, I see but, Oh and, Hm but, Yes but, So, And, But, Well, No, Wait, Sorry, Hey, Then, Uh-huh but, Ah but, Oh but, Mm but, Exactly but, Really but, Good but'.split(
    ', ',
  );
const rests = [
  'what does it cost',
  'how do I get there',
  'when does that start',
  'I have no car',
  'who is going to pay for that',
  'is there a lift',
  'I need it tomorrow',
  'we tried that already',
  'where can I sit',
  'my wife does not eat fish',
  'can you do it by phone',
  'how long will it take',
  'that is too late for me',
  'which one is closer',
  'do they take cards',
  'it was on the other side',
  'tell me the number again',
  'I thought it was free',
  'you said nine before',
  'what is it called',
  'are dogs allowed',
  'she has gone home',
  'I want the big one',
  'not in the morning',
  'the window is broken',
  'give me a moment',
  'could we start with the price',
  'I already have one',
  'let me write that down',
  'there are only two of us',
];
const cutting =
  'Stop. Wait. No. Nope. What? Why? Who? When? Where? Which? How? Next. Pause. Hold on. Hang on. Stop it. Stop now. Stop talking. Wait, no. No, wait. No, stop. Wait a moment. One second. Excuse me. Sorry. Sorry, no. Sorry, who? Pardon me. Be quiet. Shut up. Go back. Go on to the next. Skip it. Skip that one. Louder. Slower. Not so fast. Slow down. Say that again. Once more. Repeat. Help. Hello? Hey, stop. Hey you. Listen to me. That is wrong. Not true. Wrong. That is enough. Enough now. Cancel. Never mind. Forget it. Too expensive. Too far. Not that. Not me. Not there. The other one. This one. The first. The blue one. On Sunday? At six? In Paris? Since May? How many? How far? How much? How so? What else? What for? Which way? Who says? Says who? Where to? Where from? Why not? What now? Change it. Start over. Turn it off. Quiet please. Actually. Actually, no. Question. I disagree. I object. I give up. I have a question. Can I ask? May I? Let me talk. My turn.'
    .split(/(?<=[.?]) /)
    .map((text) => text.trim());

const listenedMandarin = [
  ...'嗯 嗯嗯 嗯哼 对 对对 对对对 对啊 对呀 是 是的 是啊 是是 好 好的 好好 好啊 好呀 好吧 行 行啊 可以 哦 噢 啊 哦哦 明白 明白了 知道 知道了 懂了 了解 清楚 没错 当然 确实 真的 是吗 真的吗 这样啊 这样子 原来如此 有道理 不错 太好了 挺好 没问题 厉害 哇 收到 嗯对 嗯好 嗯是 哦对 哦好 啊对 好嘞 就是 就是说 那是 也是 有意思 理解 我知道 我明白 我懂 好的明白 嗯我明白'
    .split(' ')
    .map((text) => `${text}。`),
  ...'嗯 哦 啊 对 好 是的'
    .split(' ')
    .flatMap((one) =>
      '对 好 好的 是的 是啊 行 知道了 明白了 没错 可以 懂了 了解 这样啊 有道理'
        .split(' ')
        .map((two) => `${one}，${two}。`),
    ),
];
const openingsMandarin =
  '对，但是 嗯，那 好，那 是的，可是 哦，那 不是， 可是 那 不， 等等， 停， 喂， 我说 不过'.split(' ');
const restsMandarin =
  '要多少钱？ 怎么去？ 几点开始？ 我没有车。 谁来付钱？ 明天就要。 我不吃鱼。 可以打电话吗？ 太晚了。 哪个近一点？ 能不能刷卡？ 再说一遍号码。 我以为是免费的。 叫什么名字？ 可以带狗吗？ 我要大的。 窗户坏了。 先说价钱吧。 我已经有了。 我们只有两个人。'.split(
    ' ',
  );
const cuttingMandarin =
  '停！ 别说了。 等等。 等一下。 等会儿。 不。 不对。 不是。 不要。 不行。 错了。 什么？ 谁？ 为什么？ 哪里？ 哪个？ 几点？ 多少？ 多少钱？ 怎么了？ 下一个。 换一个。 跳过。 够了。 算了。 闭嘴。 慢点。 快点。 大声点。 再说一遍。 没听清。 听我说。 我有问题。 打断一下。 不好意思。 太贵了。 太远了。 不是这个。 另外一个。 第一个。 取消。 关掉。 安静。 喂？ 你好？ 稍等。 先别说。 停一下。 暂停。 不用了。 星期天？ 在北京？'.split(
    ' ',
  );

const sideTalk = [
  'Clara, your lunch is on the table.',
  'Not so loud, grandma is resting.',
  'Paul, bring me the blue folder.',
  'Did anyone water the plants?',
  'I will be right there, just a minute.',
  'Take your boots off first.',
  'Somebody is at the gate.',
  'No, that is your brother’s.',
  'Could you hand me a towel, love?',
  'Leave the light on, please.',
  'The soup is burning, turn it off.',
  'Tell him that I am busy.',
  'Who has got my charger?',
  'Mum, where is my blue shirt?',
  'Do not touch that, it is wet.',
  'Jack, come down, we have to go.',
  'Yes, the red one, thank you.',
  'I am talking to the machine.',
  'Good night, darling, sleep well.',
  'Hello, come in, the others are upstairs.',
  'Sit down and eat your breakfast.',
  'What are you two doing over there?',
  'She is in the garden, I think.',
  'Hold the door, please.',
];
const sideTalkMandarin = [
  '小红，过来帮我一下。',
  '爸爸，饭在桌上。',
  '你们小声一点，孩子睡了。',
  '谁拿了我的充电器？',
  '我马上就来，等我两分钟。',
  '把鞋脱了再进来。',
  '老李，门口有人找你。',
  '汤要开了，把火关小。',
  '作业写完再看电视。',
  '师傅，放在那边就行。',
];

export const practiceTexts: Readonly<Record<'en' | 'zh', SpokenOver>> = {
  en: {
    interruptions: [
      ...cutting,
      ...rests.map((rest) => `${rest[0]?.toUpperCase()}${rest.slice(1)}.`),
      ...openings.flatMap((opening) => rests.map((rest) => `${opening} ${rest}.`)),
    ],
    backchannels: listened,
    sideTalk,
    turns: [],
  },
  zh: {
    interruptions: [
      ...cuttingMandarin,
      ...restsMandarin,
      ...openingsMandarin.flatMap((opening) => restsMandarin.map((rest) => `${opening}${rest}`)),
    ],
    backchannels: listenedMandarin,
    sideTalk: sideTalkMandarin,
    turns: [],
  },
};

function lowered(word: string): string {
  return word.startsWith('I ') ? word : word.toLowerCase();
}
