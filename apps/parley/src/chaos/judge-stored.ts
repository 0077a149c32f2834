import { type Case, type Facts, isSame, raise, type Timeline } from './facts.js';
import type { SeenMessage } from './journal.js';
import type { Pulled } from './pulled.js';
import type { Findings } from './verdict.js';

/** Every member must be given the same: 1..head without a hole, one message at each place. */
export function readTimelines(pulled: readonly Pulled[], facts: Facts, findings: Findings): Map<string, Timeline> {
  const timelines = new Map<string, Timeline>();
  const heads = new Map<string, number>();
  const all = pulled.flatMap(({ user, timelines: given }) => given.map((timeline) => ({ user, ...timeline })));
  for (const { conversation, head } of all) raise(heads, conversation, head);
  for (const { user, conversation, head, messages } of all) {
    // Given parts of it: what they may be given is told by those who stay.
    if (facts.isGuest(user, conversation)) continue;
    const timeline = timelines.get(conversation) ?? new Map<number, SeenMessage>();
    timelines.set(conversation, timeline);
    const where = `${conversation} as ${user} is given it`;
    if (head !== heads.get(conversation)) findings.add('gaps', `${where} ends at ${head}, for others later`);
    const seqs = new Set(messages.map(({ seq }) => seq));
    if (seqs.size < messages.length) findings.add('duplicated', `${where} has a place twice`);
    const first = (facts.began.get(conversation) ?? 0) + 1;
    for (const seq of missing(seqs, first, head)) findings.add('gaps', `${where} lacks ${seq} of ${head}`);
    for (const message of messages) {
      const known = timeline.get(message.seq) ?? message;
      timeline.set(message.seq, known);
      if (!isSame(known, message))
        findings.add('altered', `${where} has another message at ${message.seq} than for others`);
    }
  }
  return timelines;
}

/** P1 and P2: what was acked stands where the ack said, and every answer to one message is the same answer. */
export function judgeSends({ facts, timelines, findings }: Case): number {
  let found = 0;
  for (const [key, send] of facts.sends) {
    const [first, ...others] = facts.acks.get(key) ?? [];
    const refused = facts.refusals.get(key);
    const what = `${key} of ${send.device} in ${send.conversation}`;
    if (refused !== undefined) findings.add('refused', `${what}: ${refused.code}`);
    if (first === undefined) {
      if (refused === undefined) findings.add('unanswered', what);
      continue;
    }
    if (others.some(({ seq, messageId }) => seq !== first.seq || messageId !== first.messageId)) {
      findings.add('contradicted', `${what} was acked at ${[first, ...others].map(({ seq }) => seq).join(' and ')}`);
    }
    const stored = timelines.get(send.conversation)?.get(first.seq);
    if (stored?.key !== key || stored.sender !== facts.userOf(send.device))
      findings.add('lost', `${what}, acked at ${first.seq}`);
    else {
      found += 1;
      if (stored.messageId !== first.messageId) findings.add('altered', `${what} has another id than in its ack`);
    }
  }
  return found;
}

/** P2, P3 and P4: once each, as it was said, in the order in which each sender said it. */
export function judgeStored({ facts, timelines, findings }: Case): void {
  for (const [conversation, timeline] of timelines) {
    const places = new Map<string, number>();
    const numbers = new Map<string, number>();
    for (const message of [...timeline.values()].toSorted((a, b) => a.seq - b.seq)) {
      if (facts.isOld(message) || message.moved !== undefined) continue;
      const what = `${message.key} at ${message.seq} of ${conversation}`;
      const send = facts.sends.get(message.key);
      if (send === undefined || send.conversation !== conversation) {
        findings.add('invented', what);
        continue;
      }
      const before = places.get(message.key);
      if (before !== undefined) findings.add('duplicated', `${what} and at ${before}`);
      places.set(message.key, message.seq);
      if (message.sender !== facts.userOf(send.device) || message.text !== send.text) findings.add('altered', what);
      const last = numbers.get(send.device) ?? 0;
      if (before === undefined && send.number < last)
        findings.add('reordered', `${what} is number ${send.number} behind ${last}`);
      numbers.set(send.device, Math.max(last, send.number));
    }
  }
}

/** What is not there of first..last. */
export function missing(places: ReadonlySet<number>, first: number, last: number): number[] {
  const absent: number[] = [];
  for (let place = first; place <= last; place += 1) if (!places.has(place)) absent.push(place);
  return absent;
}
