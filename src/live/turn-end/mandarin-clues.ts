import { noClues } from './english-clues.ts';
import type { TextClues } from './text-clues.ts';

const ends = (words: string): RegExp => new RegExp(`(?:${words.replaceAll(' ', '|')})$`, 'u');

/** What belongs to what follows. */
const leaning = ends(
  '的 地 得 和 跟 与 或 或者 还是 在 把 被 给 对 从 向 往 到 比 为 用 按 让 叫 因为 所以 但是 可是 不过 然后 如果 虽然 而且 并且 还有 ' +
    '以及 就是 那个 这个 那 这 哪 一个 一张 一件 一台 一位 一些 几 每 各 第 两 个 张 件 条 位 台 块 本 次 是 要 想 会 能 可以 应该 ' +
    '需要 有 很 非常 太 更 最 比较 不 没 没有 都 也 还 就 再 又 才 只 正在 我 你 他 她 我们 你们 他们 它 觉得 认为 希望 知道 说 问 ' +
    '帮 请 以前 以后 之后 之前 时候 的时候 的话 旁边 首先 其实 说实话 最大 大家 需 应 可 虽 如 然 而 觉 认 希 喜 因 所 但 什 怎 哪 为什 多 几 好像 好象 左 右 每天 红色 白色',
);
const closing = ends('了 吗 吧 呢 啊 呀 嘛 啦 谢谢 好的 好 行 对 再见 可以 不用 没有 一下 是的 不是');
const fillers = ends('嗯 呃 额 那个 就是 这个 然后');
const taking = ends(
  '想 要 买 拿 带 寄 送 看 找 做 放 打 改 学 听 写 用 选 换 订 付 借 吃 喝 坐 去 问 告诉 给',
);
const asking = /[吗呢么]$|什么|怎么|哪|谁|几点|多少|为什么|是不是|可不可以|能不能|有没有|多久|多长/u;
const opening = /^(?:如果|因为|虽然|要是|当|既然|只要|等|先|首先)|(?:的时候|的话|以后)$/u;
const answering = /所以|但是|可是|就|只好|还是|也|才|然后|再/u;
const verb =
  /[是有要想会能去来做看说买吃走坐打给找用寄放开关到问叫写听拿带等付改订换讲]|喜欢|觉得|知道|应该|可以/u;
const digits = /[零一二三四五六七八九十百两幺\d]{2}$/u;

/** What the words of a turn in Mandarin say about its end. */
export function mandarinClues(text: string): TextClues {
  const plain = text.replaceAll(/[^\p{L}\p{N}]/gu, '');
  if (plain === '') return noClues;
  const closes = closing.test(plain);
  const asks = asking.test(plain);
  return {
    leans: leaning.test(plain) && !closes && plain.length > 1 ? 1 : 0,
    fills: fillers.test(plain) && plain.length > 2 ? 1 : 0,
    wantsObject: taking.test(plain) && !asks && plain.length > 2 ? 1 : 0,
    closes: closes ? 1 : 0,
    asks: asks && plain.length > 2 ? 1 : 0,
    opensOnly: opening.test(plain) && !answering.test(plain.slice(2)) ? 1 : 0,
    verbless: plain.length > 2 && !verb.test(plain) ? 1 : 0,
    dictates: digits.test(plain) ? 1 : 0,
    bare: plain.length <= 2 ? 1 : 0,
    // A character is about two thirds of an English word.
    length: Math.log2(Math.max(1, plain.length / 1.5)),
  };
}
