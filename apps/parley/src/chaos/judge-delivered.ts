import { type Case, type Facts, isSame, placeOf } from './facts.js';
import type { SeenMessage } from './journal.js';
import { missing } from './judge-stored.js';

/** P5 and P6: the inbox of each member has each message once, and no hole. */
export function judgeInboxes({ facts, pulled, timelines, findings }: Case): void {
  for (const { user, inbox } of pulled) {
    const given = new Set(inbox.entries.map(({ inboxSeq }) => inboxSeq));
    if (given.size < inbox.entries.length) findings.add('duplicated', `the inbox of ${user} has a place twice`);
    for (const place of missing(given, 1, inbox.head)) {
      findings.add('gaps', `the inbox of ${user} lacks ${place} of ${inbox.head}`);
    }
    const held = new Set<string>();
    for (const { inboxSeq, message } of inbox.entries) {
      if (message === undefined) continue;
      const place = placeOf(message.conversation, message.seq);
      if (held.has(place)) findings.add('duplicated', `${place} again at ${inboxSeq} of the inbox of ${user}`);
      held.add(place);
    }
    const mine = [...timelines.keys()].filter((conversation) => facts.membersOf(conversation).includes(user));
    for (const { conversation, seq } of saidIn(mine, facts, timelines)) {
      if (!held.has(placeOf(conversation, seq))) {
        findings.add('undelivered', `${seq} of ${conversation} is not in the inbox of ${user}`);
      }
    }
  }
}

/** What was said in these conversations since the run began. */
function saidIn(conversations: readonly string[], facts: Facts, timelines: Case['timelines']): SeenMessage[] {
  return conversations
    .flatMap((conversation) => [...(timelines.get(conversation)?.values() ?? [])])
    .filter((message) => !facts.isOld(message));
}

/** P4, P5 and P6 on the devices that went through it: everything, as it is stored, and nothing skipped. */
export function judgeDevices(one: Case): void {
  const { facts, pulled, timelines, findings } = one;
  const inboxes = new Map(pulled.map(({ user, inbox }) => [user, inbox]));
  for (const { device, user, conversations } of facts.devices.values()) {
    const messages = facts.saw.get(device) ?? [];
    for (const message of messages) if (!facts.isOld(message)) judgeShown(one, device, message);
    const shown = new Set(messages.map(({ conversation, seq }) => placeOf(conversation, seq)));
    for (const { conversation, seq } of saidIn(conversations, facts, timelines)) {
      if (!shown.has(placeOf(conversation, seq))) {
        findings.add('undelivered', `${device} never showed ${seq} of ${conversation}`);
      }
    }
    const cursor = facts.cursors.get(device) ?? 0;
    for (const { inboxSeq, message } of inboxes.get(user)?.entries ?? []) {
      if (message === undefined || inboxSeq > cursor || facts.isOld(message)) continue;
      if (!shown.has(placeOf(message.conversation, message.seq))) {
        findings.add('skipped', `${device} stands at ${cursor} and never showed what is at ${inboxSeq}`);
      }
    }
  }
}

function judgeShown({ timelines, findings }: Case, device: string, message: SeenMessage): void {
  const { conversation, seq, key } = message;
  const stored = timelines.get(conversation)?.get(seq);
  if (stored === undefined) findings.add('invented', `${device} showed ${key} at ${seq} of ${conversation}`);
  else if (stored.messageId !== message.messageId) {
    findings.add('reordered', `${device} showed another message at ${seq} of ${conversation}`);
  } else if (!isSame(stored, message)) findings.add('altered', `${device} showed ${key} otherwise`);
}

/** P7: nobody is given, or shows, anything of a conversation that they are not in. */
export function judgeVisible({ facts, pulled, findings }: Case): void {
  const ofUser = new Map([...facts.devices.values()].map(({ user, conversations }) => [user, conversations]));
  const see = (who: string, user: string, conversation: string): void => {
    if (ofUser.get(user)?.includes(conversation) === true) return;
    findings.add('visible', `${who} was given something of ${conversation}`);
  };
  for (const { user, timelines, inbox, foreign } of pulled) {
    for (const { conversation, messages } of timelines) if (messages.length > 0) see(user, user, conversation);
    for (const { message } of inbox.entries) if (message !== undefined) see(user, user, message.conversation);
    for (const { conversation, messages } of foreign) if (messages > 0) see(user, user, conversation);
  }
  for (const [device, messages] of facts.saw) {
    for (const { conversation } of messages) see(device, facts.userOf(device), conversation);
  }
}

/** What the list of chats says is unread is what stands behind the mark; the mark is where its owner put it, or at what they said last. */
export function judgeUnread({ facts, pulled, timelines, findings }: Case): void {
  for (const { user, chats } of pulled) {
    for (const { conversation, readSeq, unread } of chats) {
      const messages = [...(timelines.get(conversation)?.values() ?? [])];
      const said = Math.max(0, ...messages.filter(({ sender }) => sender === user).map(({ seq }) => seq));
      const place = placeOf(user, conversation);
      const least = facts.read.get(place) ?? 0;
      const most = Math.max(facts.asked.get(place) ?? 0, said, facts.began.get(conversation) ?? 0);
      const what = `${user} in ${conversation}`;
      if (readSeq < least || readSeq > most)
        findings.add('unread', `${what}: read up to ${readSeq}, told ${least} to ${most}`);
      const behind = messages.filter(({ seq }) => seq > readSeq).length;
      if (unread !== behind) findings.add('unread', `${what}: ${unread} unread, ${behind} stand behind ${readSeq}`);
    }
  }
}
