import { seededRandom } from '../floor-profile.js';

const WORDS =
  '收到 好的 明天 下午 会议 改到 三点 请 看一下 附件 合同 已经 发给 客户 报价 没问题 谢谢 辛苦了 the draft is ready for review please check budget again before Friday and send numbers to finance thanks'.split(
    ' ',
  );

/** Words of both scripts, to the byte: what is left after the last whole word is filled with full stops. */
export function mixedText(bytes: number, random: () => number): string {
  const words: string[] = [];
  let left = bytes;
  for (;;) {
    const word = `${WORDS[Math.floor(random() * WORDS.length)] ?? ''} `;
    const size = Buffer.byteLength(word);
    if (size > left) return words.join('') + '.'.repeat(left);
    words.push(word);
    left -= size;
  }
}

const SIZES = [
  { share: 0.7, bytes: 256, variants: 256 },
  { share: 0.25, bytes: 1024, variants: 128 },
  { share: 0.04, bytes: 4096, variants: 32 },
  { share: 0.01, bytes: 16_384, variants: 16 },
];

/** Texts of the mixed profile, made beforehand: drawing one costs the load generator nothing. */
export class MixedTexts {
  private readonly random: () => number;
  private readonly pools: { share: number; texts: string[] }[];

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.pools = SIZES.map(({ share, bytes, variants }) => ({
      share,
      texts: Array.from({ length: variants }, () => mixedText(bytes, this.random)),
    }));
  }

  draw(): string {
    let share = this.random();
    const pool = this.pools.find((one) => (share -= one.share) < 0) ?? this.pools[0];
    return pool?.texts[Math.floor(this.random() * pool.texts.length)] ?? '';
  }
}
