import { createECDH, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encryptPush, isPushKey } from './push-encryption.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

function someKeys() {
  const ecdh = createECDH('prime256v1');
  return { p256dh: ecdh.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') };
}

describe('a push is encrypted', () => {
  it('as in the example of RFC 8291', () => {
    const sealed = encryptPush(
      Buffer.from('When I grow up, I want to be a watermelon'),
      {
        p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
        auth: 'BTBZMqHH6r4Tts7J_aSIgg',
      },
      {
        privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
        salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
        padding: 0,
      },
    );
    expect(sealed.toString('base64url')).toBe(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });

  it('so that its length says little, and never into more than 4,096 bytes', () => {
    const keys = someKeys();
    const lengths = [0, 1, 300, 510, 511, 512, 3_000, 3_993].map((n) => encryptPush(Buffer.alloc(n, 65), keys).length);
    expect(new Set(lengths.slice(0, 5)).size).toBe(1);
    expect(new Set(lengths).size).toBe(4);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(4_096);
    expect(() => encryptPush(Buffer.alloc(3_994), keys)).toThrow(/does not fit/);
  });

  it('for a point of the curve only', () => {
    expect(isPushKey(someKeys().p256dh)).toBe(true);
    expect(isPushKey(`B${'A'.repeat(86)}`)).toBe(false);
  });
});
