import { splitWords } from '../../timeline/index.ts';

const kin =
  'mum, mom, mummy, mommy, dad, daddy, papa, mama, grandma, grandpa, granny, nana, auntie, darling, sweetheart, ' +
  'sweetie, honey, babe, kiddo, kids, guys, boys, girls, lads, ladies, folks, everybody, everyone, mate, buddy, dude, ' +
  'pal, sis, bro';

/** Given names that are common where English is spoken; those that are words as well are left out. */
const names =
  'abby, adam, aisha, alan, alex, alice, amanda, amy, andrea, andrew, andy, angela, ann, anna, anne, anthony, arthur, barbara, ' +
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

const setOf = (list: string): ReadonlySet<string> => new Set(list.split(', '));
const called = setOf(`${kin}, ${names}`);
const before = setOf(linking);

/** A word of endearment is one if it stands by itself: `Where are they, love?`, not `I love it`. */
const endearment = /,\s*(?:my )?(?:love|dear|son|man|lovely)(?=[,.!?]|$)/g;

const mandarinNames =
  '妈妈?|爸爸?|爷爷|奶奶|外婆|外公|姥姥|姥爷|老公|老婆|亲爱的|宝贝|宝宝|儿子|女儿|闺女|孩子们?|小朋友|哥哥?|姐姐?|弟弟?|妹妹?|' +
  '阿姨|叔叔|舅舅|姑姑|大家|师傅|老师|(?:小|老|阿)[王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗明红丽刚强芳军伟华玲娟燕兰宋郑谢韩唐冯于董]';
/** Who is called is named first or last, or between commas. */
const mandarinCalls = new RegExp(
  `(?:^|[，,。！!？? ]|谢谢|好的?|来)(?:${mandarinNames})(?=$|[，,。！!？? 你您我帮把快来别])`,
  'gu',
);

export type Calls = {
  /** How many are called by name. */
  readonly count: number;
  /** What is said to them; a comma stands where each was called. */
  readonly rest: string;
};

/** Somebody is called who shares a home or an office with the user, by a name or as kin. Lower case. */
export function findCalls(text: string): Calls {
  let count = 0;
  let last = '';
  const words = splitWords(text).map((spoken) => {
    const word = spoken.replaceAll(/[^\p{L}']/gu, '');
    const calls = called.has(word) && !before.has(last);
    last = word;
    if (calls) count += 1;
    return calls ? ',' : spoken;
  });
  const others = (text.match(endearment)?.length ?? 0) + (text.match(mandarinCalls)?.length ?? 0);
  return { count: count + others, rest: count === 0 ? text : words.join(' ') };
}
