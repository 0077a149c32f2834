/** The mixed profile of the budgets: 90 % direct, 10 % groups of 10; 70 % 256 B, 25 % 1 KiB, 4 % 4 KiB, 1 % 16 KiB. */
export type Conversation = { id: string; members: readonly string[] };

export type Profile = {
  userIds: readonly string[];
  directs: readonly Conversation[];
  groups: readonly Conversation[];
  texts: readonly { share: number; text: string }[];
};

/** Seeded, so that two runs send the same (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SYLLABLES = 'ka ro mi ten sol ver pan ilo dus mer fin gal tor ben lis quo ash wen yor eld'.split(' ');

/** Prose-like: words of two or three syllables, so that compression finds about what it finds in real text. */
function prose(bytes: number, random: () => number): string {
  let text = '';
  while (text.length < bytes) {
    for (let i = 0; i < 2 + Math.floor(random() * 2); i++) text += SYLLABLES[Math.floor(random() * SYLLABLES.length)];
    text += ' ';
  }
  return text.slice(0, bytes);
}

export const DIRECTS_PER_USER = 5;

/** Ids look like snowflakes: 22 low bits for worker and sequence. */
export function mixedProfile(users: number, random: () => number): Profile {
  let last = 1n << 40n;
  const nextId = () => String((last += (1n << 22n) + BigInt(Math.floor(random() * 4096))));
  const userIds = Array.from({ length: users }, nextId);
  const user = () => userIds[Math.floor(random() * users)] ?? '1';
  const conversation = (size: number): Conversation => {
    const members = new Set<string>();
    while (members.size < size) members.add(user());
    return { id: nextId(), members: [...members] };
  };
  return {
    userIds,
    directs: Array.from({ length: (users * DIRECTS_PER_USER) / 2 }, () => conversation(2)),
    groups: Array.from({ length: Math.ceil(users / 10) }, () => conversation(10)),
    texts: [
      { share: 0.7, text: prose(256, random) },
      { share: 0.25, text: prose(1024, random) },
      { share: 0.04, text: prose(4096, random) },
      { share: 0.01, text: prose(16384, random) },
    ],
  };
}

function pick<T>(list: readonly T[], random: () => number): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

export type Send = { conversation: Conversation; senderId: string; text: string };

export function nextSend(profile: Profile, random: () => number): Send {
  const conversation = pick(random() < 0.9 ? profile.directs : profile.groups, random);
  let share = random();
  const size = profile.texts.find((entry) => (share -= entry.share) < 0) ?? pick(profile.texts, random);
  // Each message starts elsewhere in the prose, so that no two pages hold the same bytes.
  const cut = Math.floor(random() * 128);
  const text = size.text.slice(cut) + size.text.slice(0, cut);
  return { conversation, senderId: pick(conversation.members, random), text };
}
