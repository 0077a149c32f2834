/** What the kit shows its parts with. Nobody reads it but who builds: it is in no catalogue. */
export const TEXT = {
  short: 'Weekly report',
  long: 'A sentence that is far longer than the place that it was given, and has to break or to be cut somewhere',
  unbroken: 'a-word-without-a-single-place-to-break-it-that-is-sixty-four-long',
  chinese: '本周的发布推迟到周五，请大家先检查自己的模块',
  mixed: '用Parley开会，下午3点见 😀 OK？',
  count: '9,999',
} as const;

export const PEOPLE = [
  { id: '101', name: 'Ada Byron' },
  { id: '102', name: '李小明' },
  { id: '103', name: 'Wang Lei' },
  { id: '104', name: 'Bartholomew Featherstonehaugh-Cholmondeley of Upper Wolverhampton' },
] as const;

export const ZONES = [
  { value: 'Asia/Shanghai', label: 'Asia/Shanghai' },
  { value: 'Europe/Berlin', label: 'Europe/Berlin' },
  { value: 'America/Argentina/ComodRivadavia', label: 'America/Argentina/ComodRivadavia' },
  { value: 'zh', label: '中国标准时间（北京）' },
] as const;

export const LEVELS = [
  { value: 'all', label: 'Every message' },
  { value: 'mentions', label: '提到我' },
  { value: 'none', label: 'Nothing' },
] as const;

export const COLOURS = [
  'bg-bg',
  'bg-surface',
  'bg-raised',
  'bg-hover',
  'bg-line',
  'bg-edge',
  'bg-faint',
  'bg-muted',
  'bg-text',
  'bg-accent',
  'bg-accent-soft',
  'bg-danger',
  'bg-warn',
  'bg-warn-soft',
  'bg-ok',
] as const;
