import { Injectable } from '@nestjs/common';
import type { OwnStatus, Presence } from '@parley/contract';
import { DEFAULT_STATUS, isQuiet, presenceFor, type PresenceState, type Subject, tellsLastSeen } from '@parley/core';
import { ShardRouter } from '@parley/db';
import { settingsView } from '../notification/notification.access.js';
import { Clock } from '../platform/clock.js';
import { Batcher } from '../platform/batcher.js';
import { Known } from '../platform/known.js';
import { settleShards } from '../platform/settle-shards.js';
import { DeviceRoutes } from '../socket/device-routes.js';
import { type Claimed, PresenceClaims } from '../socket/presence-claims.js';
import { Contacts } from './contacts.js';
import { peopleOf, type PersonRow, saidOf } from './presence.repo.js';
import { statusView } from './status.access.js';

/** What is said of people is asked for again and again: what another process changed counts this much later. */
const SAID = { freshMs: 2_000, max: 50_000 };
const QUESTIONS = { waitMs: 5, max: 50, bound: 20_000 };
const PEOPLE = { freshMs: 10_000, max: 100_000 };

type Said = { status: OwnStatus; quiet: (now: number) => boolean };
/** Of whom nothing can be read at the moment nothing is told. */
const UNKNOWN: Said = { status: { ...DEFAULT_STATUS, lastSeen: 'nobody' }, quiet: () => false };

/** What everybody may know of a person, and whom they tell when they were last there. */
export type KnownSubject = Subject & { audience: OwnStatus['lastSeen'] };

/**
 * The one door to the presence of others. Whoever may be found in the org may be seen; whoever is not welcome there any more, and
 * who never was, looks like somebody who was never online.
 */
@Injectable()
export class PresenceAccess {
  private readonly people: Known<PersonRow>;
  private readonly said: Known<Said>;
  private readonly questions: Batcher<readonly string[], KnownSubject[]>;

  constructor(
    private readonly shards: ShardRouter,
    private readonly routes: DeviceRoutes,
    private readonly claims: PresenceClaims,
    private readonly contacts: Contacts,
    private readonly clock: Clock,
  ) {
    this.people = new Known((ids) => peopleOf(this.shards.directory, ids), PEOPLE);
    this.said = new Known((ids) => this.loadSaid(ids), SAID);
    this.questions = new Batcher((questions) => this.answer(questions), QUESTIONS);
  }

  /** Lining up with the people. What many ask at the same moment is read together. */
  subjects(userIds: readonly string[]): Promise<KnownSubject[]> {
    return userIds.length === 0 ? Promise.resolve([]) : this.questions.add(userIds);
  }

  private async answer(questions: readonly (readonly string[])[]): Promise<KnownSubject[][]> {
    const userIds = [...new Set(questions.flat())];
    const found = new Map((await this.load(userIds)).map((subject) => [subject.userId, subject]));
    return questions.map((asked) => asked.flatMap((userId) => found.get(userId) ?? []));
  }

  private async load(userIds: readonly string[]): Promise<KnownSubject[]> {
    const [people, said, states] = await Promise.all([
      this.people.of(userIds),
      this.said.of(userIds),
      this.states(userIds),
    ]);
    const now = this.clock.now();
    return userIds.map((userId, index) => {
      const { status, quiet } = said.get(userId) ?? UNKNOWN;
      return {
        userId,
        visible: people.get(userId)?.active === true,
        state: states[index] ?? NOWHERE,
        custom: status.custom,
        away: status.away,
        dnd: quiet(now),
        audience: status.lastSeen,
      };
    });
  }

  /** What somebody is told of others, and of whom they may know when they were last there. */
  async seenBy(
    viewerId: string | null,
    userIds: readonly string[],
  ): Promise<{ presence: Presence[]; known: string[] }> {
    const found = await this.subjects(viewerId === null ? userIds : [...userIds, viewerId]);
    const subjects = found.slice(0, userIds.length);
    const viewer = viewerId === null ? undefined : found.at(-1);
    const known = viewer === undefined ? new Set<string>() : await this.exchanging(viewer, subjects);
    const now = this.clock.now();
    const presence = subjects.map((one) => presenceFor(one, { lastSeen: known.has(one.userId) }, now));
    return { presence, known: [...known] };
  }

  /** Those who let somebody know when they were last there, and may know it of them: it is the same from both sides. */
  async exchanging(one: KnownSubject, others: readonly KnownSubject[]): Promise<Set<string>> {
    const pairs = others.flatMap(({ userId, visible, audience }) =>
      visible ? [{ userId, subject: audience, viewer: one.audience }] : [],
    );
    const asked = pairs.filter((pair) => tellsLastSeen({ ...pair, contacts: true }));
    const doubtful = asked.filter((pair) => !tellsLastSeen({ ...pair, contacts: false }));
    const contacts = await this.contacts.among(
      one.userId,
      doubtful.map(({ userId }) => userId),
    );
    const told = asked.filter((pair) => tellsLastSeen({ ...pair, contacts: contacts.has(pair.userId) }));
    return new Set(told.map(({ userId }) => userId));
  }

  /** By id; null: not known at the moment. */
  async numbers(userIds: readonly string[]): Promise<Map<string, number>> {
    return new Map([...(await this.people.of(userIds))].map(([userId, { number }]) => [userId, number]));
  }

  /** They have just set something else here. */
  forget(userId: string): void {
    this.said.forget(userId);
  }

  /** As the living gateways say; whom one of before holds is known by their routes. While Redis is away nobody is known to be there. */
  private async states(userIds: readonly string[]): Promise<PresenceState[]> {
    try {
      const claimed = await this.claims.of(userIds);
      const bootIds = claimed.flatMap(({ claims }) => claims.map(({ bootId }) => bootId));
      const live = await this.routes.liveAmong([...new Set(bootIds)]);
      const states = claimed.map((one) => stateOf(one, live));
      const rest = userIds.filter((_, index) => states[index]?.online !== true);
      const routed = rest.length === 0 ? null : await this.routes.gatewaysOf(rest);
      return states.map((state, index) => (routed?.has(userIds[index] ?? '') === true ? HERE : state));
    } catch {
      return userIds.map(() => NOWHERE);
    }
  }

  private async loadSaid(userIds: readonly string[]): Promise<Map<string, Said>> {
    const groups = this.shards.groupByShard(userIds, (userId) => userId);
    const { answered } = await settleShards(groups, saidOf);
    return new Map(
      answered.flatMap(({ answer }) =>
        [...answer].map(([userId, row]) => {
          const settings = settingsView(row.settings);
          return [userId, { status: statusView(row.status), quiet: (now: number) => isQuiet(settings, now) }] as const;
        }),
      ),
    );
  }
}

const NOWHERE: PresenceState = { online: false, away: false, lastSeenAt: null };

const HERE: PresenceState = { online: true, away: false, lastSeenAt: null };

function stateOf({ claims, lastSeenAt }: Claimed, live: ReadonlySet<string>): PresenceState {
  const states = claims.flatMap(({ bootId, state }) => (live.has(bootId) ? state : []));
  if (states.length > 0) return { online: true, away: !states.includes('online'), lastSeenAt: null };
  return { ...NOWHERE, lastSeenAt };
}
