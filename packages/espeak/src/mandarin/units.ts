const units: Readonly<Record<string, string>> = {
  km: '公里',
  m: '米',
  cm: '厘米',
  mm: '毫米',
  kg: '公斤',
  g: '克',
  mg: '毫克',
  t: '吨',
  L: '升',
  l: '升',
  ml: '毫升',
  mL: '毫升',
  'km/h': '公里每小时',
  'm/s': '米每秒',
  'm²': '平方米',
  '㎡': '平方米',
  'km²': '平方公里',
  'm³': '立方米',
  h: '小时',
  min: '分钟',
  s: '秒',
  ms: '毫秒',
  Hz: '赫兹',
  kHz: '千赫',
  MHz: '兆赫',
  GHz: '吉赫',
  W: '瓦',
  kW: '千瓦',
  kWh: '千瓦时',
  V: '伏',
  dB: '分贝',
  cal: '卡',
  kcal: '千卡',
};

/** Longest first, so that `km` is not read as `k` and `m`. */
export const unitPattern = Object.keys(units)
  .toSorted((a, b) => b.length - a.length)
  .map((unit) => unit.replace('/', String.raw`\/`))
  .join('|');

/** `km` to 公里. */
export function readUnit(unit: string): string {
  return units[unit] ?? unit;
}
