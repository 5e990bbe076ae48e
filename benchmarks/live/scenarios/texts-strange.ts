import type { ScenarioLanguage } from './texts.ts';

/** What agents say whose echo is strange: hissing, counted, in pieces, with long pauses, and without any. */
export const strangeTexts: Readonly<Record<ScenarioLanguage, readonly (readonly string[])[]>> = {
  en: [
    [
      'She sells fresh fish sauce, six sorts of cheese, and such soft, thick scarves that shops in Essex ask for them.',
      'Sixteen ships sailed south past the silent sea fortress, across three stormy straits.',
      'His sister Francesca uses the scissors, the stapler and those fussy felt tips.',
      'This fizzy stuff stays fresh for six or seven weeks if it is chilled first.',
      'For these pieces of silver, the chief officer has furnished us with false receipts.',
      'Just push the switch, speak softly, and finish off the last five phrases.',
    ],
    [
      'Your reference is four, seven, seven, two, nine, zero, five.',
      'That makes three hundred and eighty-six pounds forty, paid in twelve instalments of thirty-two twenty.',
      'The lines open at 8:15, close at 17:45, and on the 23rd of June they stay shut.',
      'Dial 0207, then 946, then 0018.',
      'Between 1975 and 1998 it grew from 1,200 people to 14,650.',
      'Row F, seats 16 to 21, level 2, door 9.',
      'Eleven times twelve is one hundred and thirty-two; twice that is two hundred and sixty-four.',
      'One, two, three, four, five, six, seven, eight, nine, ten.',
    ],
    [
      'Yes. It does. Not today. Perhaps on Monday. We can ask. She knows. He does not. That is fine.',
      'Turn left. Go on. Now stop. Look up. There it is. A big one. Red and blue. Very old. It still works.',
      'Good. Next. Put it down. Wait a bit. It rings. Pick it up. Say who you are. Hang up. Done.',
      'I think so. Why not? Both do. Take the cheap one. Pay there. Keep the slip. Show it. Off you go.',
    ],
    [
      'Well... first of all... you open the lid... and then... very slowly... you pour it in.',
      'After that... leave it alone... for an hour... or perhaps two... until it has set.',
      'Some people... and I am one of them... add a pinch of salt... right at the end.',
      'And if... for whatever reason... it comes apart... begin again... with colder water.',
    ],
    [
      'Long ago a woman who owned a mill on a low hill would allow nobody near her wheel all year round unless they were wearing yellow wool and would row her along the river in a narrow wooden yawl.',
      'Nowadays nearly everyone in the valley knows how many lemons Emily and William are willing to mail you in May or early June when the animals are running all around an open meadow.',
      'We were lying in a warm room in Rome where our nanny was humming a lullaby in a marvellously mellow way and nobody minded the rumbling of the lorries in an alley below.',
    ],
  ],
  zh: [
    [
      '四十四只石狮子是死的，十四只是活的，司机试着数了十次。',
      '请先输入事先收到的四位数字，再选择是否使用中文。',
      '小石师傅星期四上午十点四十七分坐车去苏州，十一点十四分出站。',
      '这些细丝需要洗三次，晒十四小时，收起时千万小心。',
      '七十七号选手起初速度很慢，其实是身体突然不舒服。',
    ],
    [
      '您的号码是一三八，零四七二，九九六五。',
      '一共三百八十六块四毛，分十二个月付清。',
      '好的。可以。不用。请坐。下一位。',
      '左转。停。上楼。右边第三间。到了。',
      '那么……首先……打开盖子……然后……慢慢地……倒进去。',
      '二零二四年六月二十三号，上午八点一刻开门，下午五点三刻关门。',
    ],
    [
      '我们那里有一位老奶奶每年一到五月就会拿着一篮一篮的柠檬来卖给路过门前的人们然后又拿着卖来的钱去买米面。',
      '南面那一栏里养了二十来头牛奶奶每晚都要拿着油灯来来回回走一两里路看看它们有没有掉了队或者惹了麻烦。',
      '要是明年一月你又来我们这里玩我会领你往那边的岭上去那里月亮又圆又亮还能遇见野鹿。',
    ],
  ],
};
