/**
 * Traditional characters and what stands for them in simplified writing, for those that change how a text is
 * read: parts of words with several readings, measure words, and everyday speech. The engine reads all others
 * as they are.
 */
const pairs =
  '個个們们這这來来時时說说國国會会對对沒没麼么為为點点還还後后過过發发經经電电話话開开關关問问間间見见' +
  '現现實实學学覺觉銀银樂乐長长種种處处應应當当將将難难數数調调車车馬马門门買买賣卖讀读書书寫写語语請请' +
  '謝谢認认識识讓让誰谁錢钱鐘钟鐵铁飛飞飯饭館馆魚鱼鳥鸟麗丽黃黄龍龙龜龟歲岁萬万億亿兩两張张條条塊块隻只' +
  '輛辆臺台雙双頭头號号級级層层場场盤盘項项組组週周遍遍華华漢汉從从動动務务勞劳勝胜區区卻却參参員员' +
  '圖图園园圓圆團团報报壞坏壓压夢梦奪夺婦妇媽妈嗎吗寶宝將将專专導导屬属幫帮帶带幾几廣广廠厂彈弹強强' +
  '歸归總总戰战戲戏戶户擔担據据擇择擊击擁拥損损換换攝摄斷断於于晝昼曆历曉晓東东業业極极構构樣样樓楼標标' +
  '機机權权歡欢歲岁歷历殺杀氣气決决況况淨净減减測测湯汤溫温準准滿满漸渐潔洁濟济災灾無无熱热爭争爺爷' +
  '狀状獨独獲获環环產产畫画異异療疗盡尽監监眾众著着礙碍禮礼離离積积稱称穩稳窮穷競竞筆笔節节範范築筑簡简' +
  '糧粮約约紅红級级紙纸細细終终結结給给統统絕绝絲丝緊紧線线練练維维綠绿網网緩缓編编績绩織织繼继續续' +
  '罰罚罷罢羅罗義义習习聖圣聞闻聯联聰聪聲声職职聽听肅肃腦脑膽胆臉脸興兴舉举舊旧藝艺藥药處处號号衛卫衝冲' +
  '裝装裡里裏里補补製制複复規规視视親亲觀观計计訂订討讨訓训記记許许設设訪访試试詩诗該该詳详誤误課课談谈' +
  '論论證证譯译議议護护變变豐丰負负財财責责費费資资賽赛質质贏赢趕赶趙赵跡迹踐践輕轻載载輸输轉转辦办農农' +
  '連连進进運运達达違违遠远適适選选遺遗邊边郵邮鄉乡醫医釋释針针鎖锁錄录錯错鍋锅鏡镜閉闭閒闲陣阵陰阴陳陈' +
  '陸陆陽阳隊队階阶際际隨随險险雖虽雜杂雞鸡靈灵靜静韓韩響响頁页順顺須须領领題题額额願愿類类顧顾顯显風风' +
  '養养餘余駕驾驚惊驗验體体鬧闹鮮鲜麥麦齊齐齒齿愛爱憶忆懷怀戀恋慶庆傑杰傳传價价億亿優优償偿儘尽兒儿' +
  '內内冊册凍冻劃划劇剧劉刘創创別别勵励匯汇協协單单嚴严囑嘱嚇吓嘆叹喚唤喪丧嗆呛噸吨執执堅坚墊垫' +
  '壯壮壽寿夾夹奧奥孫孙寧宁審审尋寻爾尔層层嶼屿島岛幣币庫库廳厅彎弯徑径復复徵征恆恒恥耻悶闷惡恶惱恼' +
  '態态憂忧憑凭懶懒扡扡掃扫掛挂採采搶抢揮挥擾扰攔拦敗败敵敌斬斩暫暂朧胧櫃柜橋桥檢检殘残湊凑溝沟滅灭漲涨' +
  '濕湿灣湾燈灯燒烧營营牆墙犧牺猶犹獎奖瘋疯瘡疮盜盗睏困矚瞩碼码確确禍祸穀谷竊窃紀纪純纯紛纷納纳累累' +
  '絡络綜综緒绪縣县縮缩繁繁繩绳艱艰荊荆莊庄葉叶蓋盖薦荐蘇苏蘭兰虧亏蟲虫術术襯衬訊讯訴诉評评詞词誠诚' +
  '誇夸調调諒谅諾诺貓猫貝贝貨货貪贪貴贵貼贴賀贺賓宾賞赏賠赔賤贱賬账購购贈赠躍跃軍军軟软較较輔辅輪轮轟轰' +
  '辭辞遲迟鄰邻鉛铅銅铜銷销鋼钢錶表鍛锻閃闪閣阁閱阅闊阔隱隐雲云霧雾頂顶預预頓顿頗颇頸颈顆颗顏颜飄飘飲饮' +
  '餅饼餓饿駐驻騎骑騙骗鬆松鬥斗鹽盐點点黨党';

const simplified = new Map<string, string>();
const characters = Array.from(pairs);
for (let index = 0; index + 1 < characters.length; index += 2) {
  simplified.set(characters[index] ?? '', characters[index + 1] ?? '');
}

/**
 * The text as the rules of numbers and of readings want it: simplified characters, half-width digits and
 * letters. Every UTF-16 unit keeps its place.
 */
export function toPlainCharacters(text: string): string {
  return Array.from(text)
    .map((character) => simplified.get(character) ?? toHalfWidth(character))
    .join('');
}

/** `３` and `③` to 3, `％` to %. */
function toHalfWidth(character: string): string {
  if (!/[\p{No}０-９Ａ-Ｚａ-ｚ％＋－．／＄＃＠＆＝]/u.test(character)) return character;
  const narrow = character.normalize('NFKC');
  return narrow.length === character.length ? narrow : character;
}
