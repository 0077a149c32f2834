/** A script that ran would leave this behind, or a dialog. */
export const TRACE = 'hostile';

/** Marks that are drawn above and below what stands before them, each beyond the one before. */
const MARKS = ['\u0300', '\u0316', '\u0301', '\u0323', '\u0302', '\u0325', '\u0308', '\u0331', '\u030c', '\u032d'];

function piled(text: string, marksEach: number): string {
  const pile = Array.from({ length: marksEach }, (_, at) => MARKS[at % MARKS.length]).join('');
  return Array.from(text, (letter) => letter + pile).join('');
}

/** The most that a message may hold: code points. */
const MOST = 16_383;

/** What people, or their programs, send to break a page or to be taken for something else; by what it is. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  script: `<script>${TRACE}=1;alert(1)</script>`,
  image: `<img src=x onerror="${TRACE}=1;alert(1)"><svg onload=alert(1)><iframe srcdoc="<script>alert(1)</script>">`,
  entities: '&lt;b&gt; &#x3c;script&#x3e; </textarea></title><!--',
  template: '{{constructor.constructor("alert(1)")()}} ${alert(1)} {name} {count, plural, other {#}}',
  scriptLinks:
    '[read](javascript:alert(1)) [see](data:text/html,<script>alert(1)</script>) [x](JaVaScRiPt:alert(1)) javascript:alert(1)',
  otherHost: '[bank.example](https://evil.example/login) and https://b\u0430nk.example/',
  override: 'photo_\u202egnp.exe and what stands after it',
  reversedAddress: '\u202ehttps://example.org/moc.knab',
  isolates: '\u2067\u2067\u2067never closed \u2069\u2069\u2069\u2069 closed too often \u202e',
  embeddings: `${'\u202b\u202d'.repeat(70)}deep`,
  arabic: 'مرحبا 123 (abc) مرحبا - 14:05',
  zeroWidths: `a${'\u200b\u200d\ufeff\u2060'.repeat(3_000)}b`,
  piledMarks: piled('Zalgo comes to you', 60),
  oneLetterManyMarks: `Z${'\u0335'.repeat(MOST - 1)}`,
  manyMarks: piled('marks', 3_000),
  marksOfManyScripts: 'Z\u0334\u0489\u035c\u0362\u1dcf\u20dd\u0e47\u0f39'.repeat(60),
  emoji: '👩‍👩‍👧‍👦'.repeat(2_300),
  flags: '🇨🇳'.repeat(4_000),
  longWord: 'W'.repeat(MOST),
  longAddress: `https://example.org/${'a'.repeat(4_000)}`,
  wideLetters: '\ufdfd'.repeat(80) + '\u{1242b}'.repeat(80),
  lines: 'line\n'.repeat(3_000),
  separators: 'x\u2028\u2029\v\f\u0085'.repeat(400),
  quotes: `${'>'.repeat(4_000)} deep`,
  openMarks: `${'*_~`['.repeat(3_000)} never closed`,
  fakeQuote: '> Ada Byron: I resign\n\nAccepted.',
  fakeSystem: 'Ada Byron made you an admin',
  fakeDay: '———————— Today ————————',
  fakeNew: '\n\n\n\n\n———————— New ————————\n\n\n\n\n',
};

/** Names that are allowed (LIMITS.nameCodePoints) and as bad as one can be. */
export const HOSTILE_NAMES = {
  markup: '<img src=x onerror=alert(1)>',
  fromTheRight: 'مدير النظام (14:05)',
  piled: piled('Zalgo me', 7),
  long: 'W'.repeat(64),
  sentence: '{name} left · Ada: ok',
} as const;

/** Names that show nothing, or turn what stands around them: no name of anything may be one. */
export const NO_NAMES = [
  '\u200b\u200b',
  '\u3164',
  '\u2800\u2800',
  '\u{1d159}',
  '\u202eadmin',
  'a\u2066b',
  'Ada\nadmin',
];
