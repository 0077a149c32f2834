import { ForwardContent, LIMITS, MergedContent, type Message, ParleyError } from '@parley/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planForward } from './forward.js';

const message = (seq: number, content: Message['content'], senderId = '2'): Message => ({
  conversationId: '1',
  seq,
  rev: seq,
  ord: seq,
  messageId: String(seq),
  senderId,
  clientMsgId: `c_message_${seq}`,
  sentAt: 1_000 + seq,
  content,
});
const text = (seq: number, said = `said ${seq}`): Message => message(seq, { type: 'text', text: said });
const nameOf = (userId: string): string => `name of ${userId}`;
const codeOf = (messages: readonly Message[], merged: boolean): string => {
  try {
    planForward(messages, { merged, nameOf });
    return 'OK';
  } catch (error) {
    return error instanceof ParleyError ? error.code : 'not coded';
  }
};

test('one message is a copy with whose words it is, without whom it called and what it answered', () => {
  const one = message(7, {
    type: 'text',
    text: '@王 **hi**',
    mentions: [{ type: 'user', userId: '9', at: 0, length: 2 }],
    replyTo: { seq: 3 },
  });
  expect(planForward([one], { merged: false, nameOf })).toEqual({
    type: 'forward',
    text: '@王 **hi**',
    forwarded: { senderId: '2', name: 'name of 2', sentAt: 1_007 },
  });
});

test('passed on again, the words stay those of who said them first', () => {
  const first = planForward([text(7)], { merged: false, nameOf });
  const again = planForward([message(9, first, '5')], { merged: false, nameOf: () => 'somebody else' });
  expect(again).toEqual(first);
});

test('several are one card, oldest first, and a card is passed on as it is', () => {
  const card = planForward([text(9), text(3), text(7)], { merged: true, nameOf });
  expect(MergedContent.parse(card).items.map((item) => item.text)).toEqual(['said 3', 'said 7', 'said 9']);
  expect(planForward([message(12, card)], { merged: false, nameOf })).toEqual(card);
});

test('in a card, too, the words stay those of who said them first', () => {
  const first = planForward([text(7)], { merged: false, nameOf });
  const card = planForward([message(9, first, '5'), text(10)], { merged: true, nameOf: () => 'somebody' });
  expect(MergedContent.parse(card).items).toEqual([
    { senderId: '2', name: 'name of 2', sentAt: 1_007, text: 'said 7' },
    { senderId: '2', name: 'somebody', sentAt: 1_010, text: 'said 10' },
  ]);
});

const system = message(4, { type: 'system', system: { event: 'renamed' } });
const card = message(5, { type: 'merged', items: [] });
test.each([
  ['a system message', [system], false, 'FORWARD_REFUSED'],
  ['a system message among others', [text(1), system], true, 'FORWARD_REFUSED'],
  ['one that was taken back', [message(4, { type: 'recalled' })], false, 'FORWARD_REFUSED'],
  ['one of a later release', [message(4, { type: 'kind-99', text: 'x' })], true, 'FORWARD_REFUSED'],
  ['a card in a card', [text(1), card], true, 'FORWARD_NESTED'],
  ['two as one, without saying so', [text(1), text(2)], false, 'BAD_REQUEST'],
  [
    'as much as fits',
    Array.from({ length: 3 }, (_, seq) => text(seq + 1, 'x'.repeat(LIMITS.mergedChars / 3))),
    true,
    'OK',
  ],
  [
    'more than fits',
    Array.from({ length: 4 }, (_, seq) => text(seq + 1, 'x'.repeat(LIMITS.textCodePoints))),
    true,
    'FORWARD_TOO_LARGE',
  ],
])('%s: %s', (_, messages, merged, code) => {
  expect(codeOf(messages, merged)).toBe(code);
});

test('however often it is forwarded, a copy never grows', () => {
  const said = fc.array(fc.string({ maxLength: 50 }), { minLength: 1, maxLength: LIMITS.forwardItems });
  fc.assert(
    fc.property(said, fc.array(fc.boolean(), { maxLength: 5 }), (texts, merges) => {
      let content = planForward(
        texts.map((each, index) => text(index + 1, each)),
        { merged: true, nameOf },
      );
      const size = JSON.stringify(content).length;
      for (const merged of merges) {
        if (merged) expect(codeOf([message(1, content)], true)).toBe('FORWARD_NESTED');
        else content = planForward([message(1, content)], { merged, nameOf });
        expect(JSON.stringify(content).length).toBe(size);
      }
    }),
  );
});

test('what is planned is what the contract says', () => {
  expect(ForwardContent.safeParse(planForward([text(1)], { merged: false, nameOf })).success).toBe(true);
  expect(MergedContent.safeParse(planForward([text(1)], { merged: true, nameOf })).success).toBe(true);
});
