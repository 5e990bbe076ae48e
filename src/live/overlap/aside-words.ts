import { splitWords } from '../../timeline/index.ts';

/**
 * Words by which somebody in the room is spoken to, not an agent: who is called, what is said to those who share a
 * home or an office, and the things around them. Weighed, since any of them may be said to an agent as well.
 */
const kin =
  'mum, mom, mummy, mommy, dad, daddy, papa, mama, grandma, grandpa, granny, nana, auntie, darling, sweetheart, ' +
  'sweetie, honey, babe, kiddo, kids, guys, boys, girls, everybody, mate, buddy';

/** Given names that are common where English is spoken; those that are words as well are left out. */
const names =
  'adam, alan, alex, alice, amanda, amy, andrea, andrew, andy, angela, ann, anna, anne, anthony, arthur, barbara, ' +
  'ben, benjamin, betty, bob, brian, carl, carol, caroline, catherine, charles, charlie, charlotte, chris, christine, ' +
  'claire, clara, daniel, dave, david, deborah, dennis, diana, donna, dorothy, eddie, edward, elena, elizabeth, ella, ' +
  'ellen, emily, emma, eric, erica, ethan, eva, evelyn, fiona, frances, fred, gary, george, grandad, hannah, harry, ' +
  'heather, helen, henry, ian, irene, isabel, jack, jacob, james, jamie, jane, janet, jason, jean, jeff, jen, jenny, ' +
  'jennifer, jessica, jim, jimmy, joan, joe, john, johnny, jonathan, joseph, josh, judy, julia, julie, karen, kate, ' +
  'katie, kathy, kevin, kim, larry, laura, lauren, leo, leon, linda, lisa, liz, louis, louise, lucas, lucy, luke, ' +
  'maggie, marco, margaret, maria, marie, martha, martin, mary, matt, matthew, max, megan, melissa, mia, michael, ' +
  'michelle, mike, molly, monica, nancy, natalie, nathan, nick, nicole, nina, noah, nora, oliver, olivia, oscar, ' +
  'pamela, patricia, patrick, paul, paula, peter, phil, philip, rachel, ralph, rebecca, richard, rick, robert, robin, ' +
  'roger, ron, rosie, ruth, ryan, sally, sam, samantha, sandra, sara, sarah, scott, sharon, simon, sophia, sophie, ' +
  'stephen, steve, steven, sue, susan, suzanne, teresa, thomas, tim, tina, tom, tommy, tony, tracy, vera, victoria, ' +
  'vincent, walter, wendy, william, zoe';

/** Before a name they make it somebody who is spoken about. */
const linking =
  'a, about, and, are, as, ask, at, by, call, called, for, from, in, is, like, meet, met, my, of, on, or, our, saw, ' +
  'say, says, see, tell, than, that, the, to, told, was, with, your';

/** Where an order begins: what is told (`I forgot to bring the receipt`) is not an order. */
const order = String.raw`(?:^|[,.!?;]\s*|\b(?:please|just|no|yes|and|then|now|go|can|could|will|would|you|somebody|someone|anybody|anyone)\s+)`;
const ordering = (pattern: string): RegExp => new RegExp(`${order}(?:${pattern})`);

/** What is said to those who are in the room. Each counts once. */
const phrases: readonly RegExp[] = [
  ordering(String.raw`come (?:in|on in|here|over|back|down|inside|upstairs|downstairs)\b`),
  ordering(String.raw`(?:sit|lie|get|put (?:it|that|them|those|this)) (?:down|up|over|back|away|on|in|by)\b`),
  ordering(
    String.raw`(?:leave|bring|pass|hand|fetch|grab|carry|move|hold|watch) (?:me |it|that|this|the|them|my|your)\b`,
  ),
  ordering(
    String.raw`(?:close|shut|open|lock|answer|get|mind) the (?:\w+ )?(?:door|window|gate|phone|curtains?)\b`,
  ),
  ordering(String.raw`(?:turn|switch) (?:it|that|(?:off |on |down |up )?the (?:\w+ )?\w+)\b`),
  ordering(String.raw`(?:let|take|walk|feed) the (?:dog|cat|kids|baby)\b`),
  ordering(
    String.raw`(?:don't (?:touch|run|jump|hit|pull|push|fight|shout)|stop (?:it|fighting|running|pulling)|be (?:quiet|careful|good))\b`,
  ),
  /\b(?:i'm|i am) (?:on|in) (?:the phone|a call|a meeting)\b|\b(?:i'm|i am) (?:coming|talking|busy|nearly|almost)\b|\bon my way\b/,
  /\b(?:i'll|i will) be (?:right )?(?:there|down|up|back|with|out|over|done|finished)\b|\bbe (?:right (?:there|down|back|with)|with you)\b/,
  /\b(?:in|give me|just|another) (?:a|one|two|three|five|ten) (?:more )?(?:minutes?|secs?|moment)\b/,
  /\b(?:can|could|would|will|did|has|is|does) (?:somebody|someone|anybody|anyone)\b/,
  /\b(?:did|have|has) you (?:lock|locked|feed|fed|take|taken|bring|brought|seen|see|get|got|pay|paid|wash|washed|turn|turned|close|closed|call|called|eat|eaten|had|finish|finished|done)\b/,
  /\b(?:breakfast|lunch|dinner|supper|tea|food|coffee) is (?:ready|on|getting|nearly)\b/,
  /\bwho(?:'s| is) (?:there|at the)\b|\bwhere (?:are|did) (?:you|my)\b|\bare you (?:coming|home|hungry|cold|done)\b/,
  /\bis (?:yours|his|hers|boiling|burning|ringing|crying|barking)\b|\byour (?:father|mother|sister|brother|coat|shoes|homework|bag|teeth|room|dinner|plate)\b/,
  /\b(?:thanks|thank you)[.!]?$|\bgood (?:boy|girl|night)\b|\bsee you (?:later|soon|tomorrow|at)\b/,
];

const things =
  'kettle, oven, stove, dog, cat, puppy, baby, parcel, bin, bins, rubbish, dishes, dishwasher, laundry, washing, ' +
  'kitchen, stairs, upstairs, downstairs, hallway, garage, doorbell, homework, shoes, socks, coat, jacket, keys, ' +
  'glasses, cup, mug, plate, spoon, sofa, couch, fridge, bedroom, bathroom, towel, blanket, toys, curtains';

/** What is said to an agent that is speaking, and hardly to anybody else. */
const addressing =
  /\b(?:you (?:said|mean|meant|told|just|mentioned|are|were)|i (?:asked|meant|mean|wanted|said|already)|tell me|explain|repeat|say (?:that|it)|shorter|slower|slowly|go (?:back|on)|what (?:about|if|does|do|is|are|was|happens)|how (?:much|long|many|far|about|do|does|is)|which|why|instead|actually|question|never ?mind|next|cancel)\b/g;

const called =
  '妈妈?|爸爸?|爷爷|奶奶|外婆|外公|姥姥|姥爷|老公|老婆|亲爱的|宝贝|宝宝|儿子|女儿|孩子们?|小朋友|哥哥?|姐姐?|弟弟|妹妹|阿姨|叔叔|大家|师傅|' +
  '(?:小|老|阿)[王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗明红丽刚强芳军伟华玲娟燕兰]';
/** Who is called is named first or last, or between commas. */
const mandarinCalls = new RegExp(
  `(?:^|[，,。！!？? ]|谢谢|好的?|来)(?:${called})(?=$|[，,。！!？? 你我帮把快来别])`,
  'gu',
);
const mandarinPhrases =
  /我(?:正)?在(?:打电话|通话|开会|忙)|马上(?:就)?(?:来|好|到|下)|这就来|^来了|过来|(?:^|[，, ])(?:进|出|下|上)来|坐下|请坐|放(?:在|到)(?:那|这|桌|门|厨|楼|沙|地)|(?:帮|给)我(?:拿|把|递|倒|开|关)|把.{1,4}(?:关|打开|锁|拿|收|放|带|递)|(?:别|不要)(?:闹|吵|跑|动|碰|哭)|小声点|谁[啊呀]|我的.{1,4}在哪|吃饭[了啦]|快点|谢谢(?:你|您|师傅|阿姨)?$|晚安|起床|去睡觉|洗手|穿上|水(?:开|烧)|行了/gu;
const mandarinThings =
  /狗|猫|快递|外卖|钥匙|作业|电视|厨房|楼上|楼下|盘子|杯子|窗户|垃圾|书包|冰箱|沙发|眼镜|客厅|门口|遥控器|水壶/gu;
const mandarinAddressing =
  /你(?:说|刚|讲|的意思|能|可以)|我(?:是说|问|想问|要|想|不要|意思)|什么意思|再说|多少|怎么|为什么|哪个|哪里|如果|换|继续|下一|算了|简单|详细|问题|其实|但是/gu;

const setOf = (list: string): ReadonlySet<string> => new Set(list.split(', '));
const kinWords = setOf(kin);
const nameWords = setOf(names);
const linkingWords = setOf(linking);
const thingWords = setOf(things);

/** How surely words are for somebody else than the agent: above 0 if rather so. Each sign counts for about 1. */
export function asideSigns(text: string): number {
  const lower = text.toLowerCase().replaceAll('’', "'");
  const words = splitWords(lower).map((word) => word.replaceAll(/[^\p{L}']/gu, ''));
  const vocatives = words.filter(
    (word, index) => (kinWords.has(word) || nameWords.has(word)) && !linkingWords.has(words[index - 1] ?? ''),
  ).length;
  const said = phrases.filter((phrase) => phrase.test(lower)).length + count(lower, mandarinPhrases);
  const named = words.filter((word) => thingWords.has(word)).length + count(lower, mandarinThings);
  const asked = count(lower, addressing) + count(lower, mandarinAddressing);
  return (
    1.6 * Math.min(2, vocatives + count(lower, mandarinCalls)) +
    1.1 * Math.min(2, said) +
    0.7 * Math.min(2, named) -
    1.1 * Math.min(2, asked)
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
