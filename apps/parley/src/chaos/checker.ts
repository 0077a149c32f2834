/**
 * The independent judge of a run: what devices noted and what fresh ones were given, held against the promises. It shares nothing
 * with the server or the SDK: a mistake that both of them make must not be made here again.
 */
import { type Case, Facts } from './facts.js';
import type { Note } from './journal.js';
import { judgeDevices, judgeInboxes, judgeMembership, judgeUnread, judgeVisible } from './judge-delivered.js';
import { judgeSends, judgeStored, readTimelines } from './judge-stored.js';
import type { Pulled } from './pulled.js';
import { Findings, type Verdict } from './verdict.js';

export function judge(notes: readonly Note[], pulled: readonly Pulled[]): Verdict {
  const facts = new Facts(notes);
  const findings = new Findings();
  const timelines = readTimelines(pulled, facts, findings);
  const one: Case = { facts, pulled, timelines, findings };
  const found = judgeSends(one);
  judgeStored(one);
  judgeInboxes(one);
  judgeDevices(one);
  judgeVisible(one);
  judgeMembership(one);
  judgeUnread(one);
  const { broken, examples, none } = findings;
  return { ok: none, sent: facts.sends.size, acked: facts.acks.size, found, moved: facts.moved, broken, examples };
}
