import { createTalk } from '../../talk.ts';
import { scenarioTexts } from '../scenarios/texts.ts';

/** What is said while the judgement of turn-ends is fitted; none of it is in the reported half. */
export type TurnEndTexts = { readonly long: readonly string[]; readonly turns: readonly string[] };

const english: TurnEndTexts = {
  long: [
    'I would like to move the meeting to Thursday, if everybody can make it, in the small room.',
    'The parcel was sent on Monday, but the tracking page says that it never left the depot.',
    'When we got to the hotel, nobody was at the desk, so we slept in the car.',
    'If you turn left at the church, you will see a red gate, and that is us.',
    'I need two adults and one child, both ways, with a table if there is one.',
    'My number is zero four one, seven seven two, eight three nine five.',
    'She wrote the first chapter in a week, and then nothing happened for three years.',
    'Because of the strike, we took the bus to the border, and walked across.',
    'What happens to my points, when I change to the other card, before the end of the year?',
    'Would you tell the plumber, when he calls, that the key is under the pot?',
    'The old printer works, although it is slow, and the new one only makes noise.',
    'On the second of March I paid the invoice, and on the tenth you sent it again.',
    'I bought three kilos of flour and some yeast because my sister wants to bake for the school.',
    'They told us that the lift would be repaired before the holidays but it still stands still.',
    'I think that the main problem with the plan is the price of the second building.',
    'We were wondering whether it is possible to bring our own food to the party on Saturday.',
    'Do you know if the museum on the hill has a room where one can leave a large suitcase?',
    'He said he would call me as soon as the results from the laboratory came back.',
    'There is a small crack in the window of the kitchen that gets longer every night.',
    'Could you send somebody who knows how to fix the heating in an old house like this?',
    'Every morning the same man with the same dog walks past and waves at our cat.',
    'I have never been to the north of the country but my wife grew up near the sea.',
    'The reason why I am calling is that my bill is twice as high as last month.',
    'Please put me on the list for the evening course in drawing that begins in October.',
    'First I want to thank you, and then, if I may, I have a small complaint.',
    'To be honest, the soup was cold, the waiter was rude, and the music was far too loud.',
    'My address is forty seven, Mill Lane, second floor, next to the pharmacy.',
    'Yesterday the screen went black, then it came back, and now it flickers all the time.',
  ],
  turns: [
    'I would like a table for four.',
    'Where can I leave my bicycle?',
    'The lights in the hall do not work.',
    'Is breakfast included?',
    'My brother will pick it up tomorrow.',
    'How much do I owe you?',
    'That was not what we agreed on.',
    'Can you repeat the last number?',
    'I am calling about the flat in the paper.',
    'We have been waiting for an hour.',
    'What time does the museum close?',
    'Please send it to my office.',
    'Do you speak any German?',
    'The blue one is too small for me.',
    'Who is in charge of the garden?',
    'It started to rain as we left.',
    'Should I bring my own towel?',
    'Nobody told me about the meeting.',
    'I think we should take the train.',
    'Which platform is it?',
    'He broke his arm last winter.',
    'Have you seen my glasses?',
    'Tell me a story about a bear.',
    'There is a problem with the heating.',
    'Yes.',
    'No, thank you.',
    'On Tuesday.',
    'Maybe later.',
    'Two, please.',
    'That sounds good to me.',
    'Set a timer for ten minutes.',
    'Turn off the lamp in the bedroom.',
    'I have already paid for that.',
    'Why is it so expensive?',
    'Really?',
    'Not today.',
    'She lives next to the station.',
    'Can we start over?',
    'My flight leaves at seven in the morning.',
    'I forgot my password again.',
  ],
};

const mandarin: TurnEndTexts = {
  long: [
    '我想把会议改到星期四，如果大家都有空的话，就在小房间里开。',
    '包裹是星期一寄出的，可是网上说，它还没有离开仓库。',
    '我们到酒店的时候，前台一个人也没有，所以只好在车里睡了一晚。',
    '你在教堂旁边左转，然后就能看见一个红色的大门，那就是我们家。',
    '因为下大雨，我们坐公共汽车到山下，再走路上去。',
    '我的电话号码是，一三八，六六二七，四零五九。',
    '我觉得这个计划最大的问题就是第二座楼的价格太高了。',
    '我们想问一下星期六的聚会可不可以自己带吃的东西过来。',
    '我姐姐要给学校烤面包所以我买了三公斤面粉和一些酵母。',
    '他说医院的检查结果一出来他就马上给我打电话。',
    '我打电话是因为这个月的账单比上个月高了一倍。',
    '厨房的窗户上有一条小裂缝每天晚上都会变长一点。',
    '那台旧打印机虽然很慢，但是还能用，新的只会发出声音。',
    '说实话，汤是凉的，服务员也不客气，音乐又太吵。',
  ],
  turns: [
    '我想要一张四个人的桌子。',
    '自行车可以放在哪里？',
    '走廊的灯坏了。',
    '包括早餐吗？',
    '我弟弟明天来拿。',
    '一共多少钱？',
    '你能再说一遍最后一个号码吗？',
    '我们已经等了一个小时了。',
    '博物馆几点关门？',
    '请寄到我的办公室。',
    '蓝色的那件太小了。',
    '谁负责这个花园？',
    '我觉得我们应该坐火车。',
    '你看见我的眼镜了吗？',
    '是的。',
    '不用了，谢谢。',
    '星期二吧。',
    '给我讲一个故事。',
    '我已经付过钱了。',
    '为什么这么贵呢？',
    '她住在车站旁边。',
    '把卧室的灯关掉。',
  ],
};

export function turnEndTexts(language: 'en' | 'zh', seed: string): TurnEndTexts {
  const own = language === 'en' ? english : mandarin;
  const shared = scenarioTexts.tuning[language];
  const talk = language === 'en' ? createTalk(24, `turn-end/${seed}`) : [];
  return {
    long: [...own.long, ...shared.long, ...talk.filter((text) => text.split(' ').length > 9)],
    turns: [...own.turns, ...shared.turns, ...shared.questions, ...talk.filter((text) => text.length > 4)],
  };
}

/** Texts of the other half, which may not be among those that are fitted on. */
export function reportedTexts(): ReadonlySet<string> {
  return new Set(
    Object.values(scenarioTexts.report).flatMap((texts) => Object.values(texts).flatMap((some) => [...some])),
  );
}
