import type { Random } from 'duologue/dsp';

const words = (list: string): readonly string[] => list.trim().split(/\s+/u);

const nouns = words(`
  苹果 香蕉 西瓜 葡萄 桌子 椅子 窗户 房间 厨房 花园 学校 医院 银行 公园 图书馆 博物馆 火车站 飞机场 地铁 出租车 自行车 摩托车 轮船 老师
  学生 医生 护士 警察 司机 律师 画家 歌手 演员 作家 记者 厨师 工人 农民 经理 同事 邻居 朋友 孩子 奶奶 爷爷 叔叔 阿姨 兄弟 姐妹 猫咪 小狗
  老虎 狮子 大象 熊猫 兔子 猴子 鸽子 金鱼 蜜蜂 蝴蝶 骆驼 乌龟 恐龙 天空 太阳 月亮 星星 云彩 雨伞 雪花 春天 夏天 秋天 冬天 早晨 傍晚 夜晚
  山谷 河流 湖泊 海洋 沙漠 森林 草原 石头 树叶 鲜花 土地 桥梁 道路 广场 商店 超市 餐厅 咖啡 牛奶 果汁 啤酒 面包 蛋糕 饺子 包子 米饭 面条
  豆腐 鸡蛋 牛肉 羊肉 白菜 土豆 西红柿 黄瓜 辣椒 盐 糖 酱油 筷子 勺子 碗 盘子 杯子 瓶子 盒子 箱子 袋子 钱包 钥匙 手机 电脑 电视 冰箱 空调
  洗衣机 照相机 收音机 手表 眼镜 帽子 衣服 裤子 裙子 鞋子 袜子 围巾 手套 毛衣 书包 铅笔 钢笔 橡皮 词典 报纸 杂志 信封 邮票 地图 照片 图画
  音乐 歌曲 电影 节目 故事 新闻 消息 问题 答案 办法 计划 机会 经验 习惯 兴趣 梦想 希望 秘密 礼物 生日 节日 假期 旅行 比赛 运动 足球 篮球
  乒乓球 游泳 舞蹈 钢琴 吉他 小提琴 二胡 语言 词语 汉字 英语 数学 历史 科学 技术 文化 艺术 法律 经济 政治 社会 国家 城市 农村 世界 环境
  空气 温度 速度 声音 颜色 味道 形状 重量 高度 距离 时间 日子 年纪 身体 头发 眼睛 鼻子 嘴巴 耳朵 牙齿 肩膀 胳膊 手指 膝盖 心脏 皮肤 疾病
  药品 健康 力量 勇气 智慧 耐心 友谊 爱情 幸福 痛苦 快乐 眼泪 笑容`);

const verbs = words(`
  买了 卖了 借了 还了 送了 拿走了 带来了 找到了 丢了 打开了 关上了 修好了 弄坏了 洗了 擦了 画了 写了 读了 看了 听了 唱了 学会了 教了 问了
  回答了 解释了 讨论了 决定了 选择了 喜欢 讨厌 害怕 相信 怀疑 忘记了 记得 想念 等着 帮助了 照顾 保护 批评了 表扬了 邀请了 拒绝了 接受了
  参加了 离开了 经过了 发现了 研究了 设计了 制造了 使用了 检查了 准备了 安排了 改变了 提高了 减少了 增加了 吃了 喝了 煮了 切了 穿着 抱着
  推着 拉着 踢了 扔了 捡了 挂了 贴了 藏了 偷了 抢了 追着 遇见了 认识 熟悉 需要 缺少 拥有 羡慕 尊重`);

const plainVerbs = words(`
  买 卖 借 还 送 拿 带 找 打开 关上 修理 洗 擦 画 写 读 看 听 唱 学 教 问 回答 解释 讨论 选择 参加 离开 发现 研究 设计 使用 检查 准备 安排
  改变 吃 喝 煮 切 穿 推 拉 踢 扔 捡 挂 贴 藏 追 认识 照顾 邀请 接受 帮助`);

const adjectives = words(`
  漂亮 奇怪 普通 特别 重要 简单 复杂 安静 热闹 干净 肮脏 新鲜 古老 现代 便宜 昂贵 柔软 坚硬 光滑 粗糙 明亮 黑暗 寒冷 温暖 凉快 炎热 潮湿 干燥
  香甜 苦涩 麻辣 清淡 巨大 微小 细长 宽阔 狭窄 深厚 浅薄 聪明 愚蠢 勤劳 懒惰 勇敢 胆小 善良 凶狠 诚实 虚伪 幽默 严肃 热情 冷淡 谦虚 骄傲
  年轻 年老 健康 虚弱 高兴 难过 生气 紧张 轻松 疲倦 孤独 满意 失望 危险 安全 方便 麻烦 准确 模糊 真实 自然 丰富 贫穷 成熟 幼稚 神秘 可爱`);

const adverbs = words(`
  慢慢地 悄悄地 突然 忽然 终于 居然 果然 仍然 已经 刚刚 马上 经常 偶尔 从来 一直 总是 几乎 大概 也许 其实 确实 到底 究竟 幸亏 反正 至少
  仔细地 认真地 高兴地 着急地 轻轻地 使劲地 随便 故意 亲自 互相 重新`);

const names = words(`
  张老师 王经理 李医生 刘师傅 陈阿姨 杨先生 赵女士 黄同学 周教练 吴大夫 徐老师 孙经理 马医生 朱师傅 胡阿姨 郭先生 何女士 林同学
  高教练 罗大夫 郑老师 梁经理 谢医生 宋师傅 唐阿姨 许先生 韩女士 冯同学 邓教练 曹大夫 彭老师 曾经理 萧医生 田师傅 董阿姨 潘先生
  袁女士 蔡同学 蒋教练 余大夫 杜老师 叶经理 程医生 魏师傅 苏阿姨 吕先生 丁女士 任同学 卢教练 姚大夫 沈老师 钟经理 姜医生 崔师傅
  谭阿姨 陆先生 范女士 汪同学 廖教练 石大夫 金老师 贾经理 夏医生 付师傅 方阿姨 邹先生 熊女士 白同学 孟教练 秦大夫 邱老师 侯经理
  江医生 尹师傅 薛阿姨 闫先生 段女士 雷同学 龙教练 陶大夫 贺老师 顾经理 毛医生 郝师傅 龚阿姨 邵先生 万女士 覃同学 武教练 钱大夫
  戴老师 严经理 莫医生 孔师傅 向阿姨 常先生`);

const measures = words(
  '一个 两个 三个 四把 五张 六条 七件 八本 九块 十只 十二辆 二十双 三十层 一百瓶 两千台 一万斤',
);
const times = words(
  '今天 明天 昨天 后天 上午 下午 晚上 星期一 星期二 星期三 上个月 下个月 去年 明年 三点半 八点钟 春节 周末',
);
const places = words(
  '北京 上海 广州 成都 重庆 西安 南京 杭州 武汉 哈尔滨 乌鲁木齐 拉萨 昆明 青岛 楼上 楼下 门口 路边 桥下 山顶',
);

const lists = { nouns, verbs, plainVerbs, adjectives, adverbs, names, measures, times, places } as const;
const slots = {
  n: 'nouns',
  a: 'verbs',
  v: 'plainVerbs',
  j: 'adjectives',
  d: 'adverbs',
  m: 'names',
  c: 'measures',
  t: 'times',
  p: 'places',
} as const;

/** `{x}` is a pair of any two of the common characters: every syllable comes after every other. */
const templates: readonly string[] = [
  '{m}{d}{a}{j}的{n}。',
  '{t}，{m}在{p}{a}{c}{n}。',
  '你要不要{v}这个{n}？',
  '{j}的{n}，{j}的{n}，还有{j}的{n}。',
  '是谁{a}我的{n}？',
  '这{n}真{j}啊！',
  '如果{m}{v}{n}，我就不{v}{n}。',
  '{m}和{m}{d}{a}{n}。',
  '{n}为什么这么{j}，那么{j}？',
  '快去{p}{v}{n}！',
  '我觉得{n}不够{j}，{n}太{j}。',
  '{t}能不能帮我{v}{n}？',
  '{n}里面有{c}{n}，没有{n}。',
  '{x}，{x}，{x}{x}。',
  '他把{x}念成了{x}。',
  '{m}，{x}怎么写？',
  '{x}的{x}，不是{x}的{x}。',
  '{x}{x}，{x}{x}！',
  '从{x}到{x}，都是{x}。',
  '{p}的{x}比{p}的{x}{j}。',
  '{d}{v}一下{x}，好吗？',
  '嗯，{t}去{p}玩儿，{v}一点儿{n}。',
  '诶，这儿的{n}比那儿的{j}。',
  '哟，老翁也{a}{n}！',
  '哦，{x}，嗡嗡地{v}{n}。',
];

/** The 3,755 characters that come first in GB 2312 because they are common. */
const commonCharacters = readCommonCharacters();

function readCommonCharacters(): readonly string[] {
  const decoder = new TextDecoder('gb2312');
  const rows = Array.from({ length: 0xd7 - 0xb0 + 1 }, (_, index) => 0xb0 + index);
  return rows.flatMap((row) => {
    const cells = row === 0xd7 ? 89 : 94;
    const bytes = Uint8Array.from({ length: cells * 2 }, (_, index) =>
      index % 2 === 0 ? row : 0xa1 + (index >> 1),
    );
    return Array.from(decoder.decode(bytes));
  });
}

/** A sentence of words that have nothing to do with each other, in the manner of sentences. */
export function mandarinSentence(random: Random): string {
  const choose = (list: readonly string[]): string => list[random.integer(list.length)] ?? '';
  return choose(templates).replaceAll(/\{([a-z])\}/gu, (_, slot: string) => {
    if (slot === 'x') return choose(commonCharacters) + choose(commonCharacters);
    const name = Object.entries(slots).find(([key]) => key === slot)?.[1] ?? 'nouns';
    return choose(lists[name]);
  });
}
