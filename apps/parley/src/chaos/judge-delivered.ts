import { type Case, type Facts, isSame, placeOf, visitsOf } from './facts.js';
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
    for (const { conversation, seq } of [...saidIn(mine, facts, timelines), ...saidToGuest(user, facts, timelines)]) {
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

/** What was said in these conversations while they were in. */
function saidToGuest(user: string, facts: Facts, timelines: Case['timelines']): SeenMessage[] {
  const visited = [...facts.guests.keys()].filter((conversation) => facts.isGuest(user, conversation));
  return visited.flatMap((conversation) => visitsOf(user, timelines.get(conversation)).given);
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
export function judgeVisible({ facts, pulled, timelines: stored, findings }: Case): void {
  const ofUser = new Map([...facts.devices.values()].map(({ user, conversations }) => [user, conversations]));
  const visits = new Map<string, ReadonlySet<number>>();
  const mayVisit = (user: string, conversation: string): ReadonlySet<number> => {
    const place = placeOf(user, conversation);
    const known = visits.get(place) ?? visitsOf(user, stored.get(conversation)).may;
    visits.set(place, known);
    return known;
  };
  type Given = Pick<SeenMessage, 'conversation' | 'seq'>;
  const see = (who: string, user: string, { conversation, seq }: Given): void => {
    if (ofUser.get(user)?.includes(conversation) === true) return;
    if (facts.isGuest(user, conversation) && mayVisit(user, conversation).has(seq)) return;
    findings.add('visible', `${who} was given ${seq} of ${conversation}`);
  };
  for (const { user, timelines, inbox, foreign } of pulled) {
    for (const { messages } of timelines) for (const message of messages) see(user, user, message);
    for (const { message } of inbox.entries) if (message !== undefined) see(user, user, message);
    for (const { conversation, messages } of foreign) {
      if (messages > 0) findings.add('visible', `${user} was given ${messages} of ${conversation}`);
    }
  }
  for (const [device, messages] of facts.saw) {
    for (const message of messages) see(device, facts.userOf(device), message);
  }
}

/** P5 and P7: who was brought in last finds the conversation in their list, and who was taken out last does not. */
export function judgeMembership({ facts, pulled, findings }: Case): void {
  for (const { user, chats } of pulled) {
    for (const conversation of facts.guests.keys()) {
      const isIn = facts.inside.get(placeOf(user, conversation));
      if (isIn === undefined) continue;
      const isListed = chats.some((chat) => chat.conversation === conversation);
      if (isListed === isIn) continue;
      findings.add('membership', `${user} was ${isIn ? 'brought into' : 'taken out of'} ${conversation}`);
    }
  }
}

/** What the list of chats says is unread is what stands behind the mark; the mark is where its owner put it, or at what they said last. */
export function judgeUnread({ facts, pulled, timelines, findings }: Case): void {
  for (const { user, chats } of pulled) {
    for (const { conversation, readSeq, unread } of chats) {
      // From where they count depends on when they came in.
      if (facts.isGuest(user, conversation)) continue;
      const messages = [...(timelines.get(conversation)?.values() ?? [])];
      const said = Math.max(0, ...messages.filter(({ sender }) => sender === user).map(({ seq }) => seq));
      const place = placeOf(user, conversation);
      const least = facts.read.get(place) ?? 0;
      const most = Math.max(facts.asked.get(place) ?? 0, said, facts.began.get(conversation) ?? 0);
      const what = `${user} in ${conversation}`;
      if (readSeq < least || readSeq > most)
        findings.add('unread', `${what}: read up to ${readSeq}, told ${least} to ${most}`);
      const behind = messages.filter(({ seq, moved }) => seq > readSeq && moved === undefined).length;
      if (unread !== behind) findings.add('unread', `${what}: ${unread} unread, ${behind} stand behind ${readSeq}`);
    }
  }
}
