import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isToldOf, type ReceiptRules, shownReceipt, takesPart } from './receipt-rules.js';

const person = fc.constantFrom('1', '2', '3', '4');
const rules = fc.record({
  policy: fc.constantFrom('off', 'on', 'must'),
  silent: fc.array(person).map((people): ReadonlySet<string> => new Set(people)),
});

describe('who is told that somebody has read', () => {
  const property = (check: (rules: ReceiptRules, viewer: string, reader: string) => void): void => {
    fc.assert(fc.property(rules, person, person, check));
  };

  it('is told of as well: nobody sees what they do not show', () => {
    property((given, viewer, reader) => {
      expect(isToldOf(given, { viewer, reader })).toBe(isToldOf(given, { viewer: reader, reader: viewer }));
      if (!takesPart(given, viewer)) expect(isToldOf(given, { viewer, reader })).toBe(false);
    });
  });

  it('is nobody when the org says off, everybody when it says must, and what each chose when it leaves it to them', () => {
    property((given, viewer, reader) => {
      const expected = { off: false, must: true, on: !given.silent.has(viewer) && !given.silent.has(reader) };
      expect(isToldOf(given, { viewer, reader })).toBe(expected[given.policy]);
    });
  });

  it('sees the watermark, the others only that things arrive', () => {
    property((given, viewer, userId) => {
      const receipt = { userId, readSeq: 7, deliveredSeq: 9 };
      const told = isToldOf(given, { viewer, reader: userId });
      expect(shownReceipt(given, viewer, receipt)).toEqual({ ...receipt, readSeq: told ? 7 : 0 });
    });
  });
});
