import { Injectable } from '@nestjs/common';
import type { OwnStatus, Presence } from '@parley/contract';
import { DEFAULT_STATUS, isQuiet, presenceFor, type PresenceState, type Subject, tellsLastSeen } from '@parley/core';
import { ShardRouter } from '@parley/db';
import { settingsView } from '../notification/notification.access.js';
import { Clock } from '../platform/clock.js';
import { Known } from '../platform/known.js';
import { settleShards } from '../platform/settle-shards.js';
import { DeviceRoutes } from '../socket/device-routes.js';
import { type Claimed, PresenceClaims } from '../socket/presence-claims.js';
import { Contacts } from './contacts.js';
import { peopleOf, type PersonRow, saidOf } from './presence.repo.js';
import { statusView } from './status.access.js';

/** What is said of people is asked for again and again: what another process changed counts this much later. */
const SAID = { freshMs: 2_000, max: 50_000 };
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

  constructor(
    private readonly shards: ShardRouter,
    private readonly routes: DeviceRoutes,
    private readonly claims: PresenceClaims,
    private readonly contacts: Contacts,
    private readonly clock: Clock,
  ) {
    this.people = new Known((ids) => peopleOf(this.shards.directory, ids), PEOPLE);
    this.said = new Known((ids) => this.loadSaid(ids), SAID);
  }

  /** Lining up with the people. */
  async subjects(userIds: readonly string[]): Promise<KnownSubject[]> {
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
    const subjects = await this.subjects(userIds);
    const known = viewerId === null ? new Set<string>() : await this.tellingTo(viewerId, subjects);
    const now = this.clock.now();
    const presence = subjects.map((one) => presenceFor(one, { lastSeen: known.has(one.userId) }, now));
    return { presence, known: [...known] };
  }

  /** Those who let a person know when they were last there. */
  async tellingTo(viewerId: string, subjects: readonly KnownSubject[]): Promise<Set<string>> {
    const visible = subjects.filter((one) => one.visible);
    return this.either(viewerId, visible);
  }

  /** Those to whom a person tells when they were last there. */
  toldBy(subject: KnownSubject, viewers: readonly KnownSubject[]): Promise<Set<string>> {
    return this.either(subject.userId, viewers, subject.audience);
  }

  /** By id; null: not known at the moment. */
  async numbers(userIds: readonly string[]): Promise<Map<string, number>> {
    return new Map([...(await this.people.of(userIds))].map(([userId, { number }]) => [userId, number]));
  }

  /** They have just set something else here. */
  forget(userId: string): void {
    this.said.forget(userId);
  }

  /** It is the same from both sides: see core's tellsLastSeen. */
  private async either(
    userId: string,
    others: readonly KnownSubject[],
    given?: OwnStatus['lastSeen'],
  ): Promise<Set<string>> {
    const mine = given ?? (await this.said.of([userId])).get(userId)?.status.lastSeen ?? 'nobody';
    const pairs = others.map((one) => ({ userId: one.userId, subject: one.audience, viewer: mine }));
    const asked = pairs.filter((pair) => tellsLastSeen({ ...pair, contacts: true }));
    const doubtful = asked.filter((pair) => !tellsLastSeen({ ...pair, contacts: false }));
    const contacts = await this.contacts.among(
      userId,
      doubtful.map((pair) => pair.userId),
    );
    return new Set(
      asked.flatMap((pair) => (tellsLastSeen({ ...pair, contacts: contacts.has(pair.userId) }) ? pair.userId : [])),
    );
  }

  /** As the living gateways say; whom one of before holds is known by their routes. While Redis is away nobody is known to be there. */
  private async states(userIds: readonly string[]): Promise<PresenceState[]> {
    try {
      const [claimed, gateways] = await Promise.all([this.claims.of(userIds), this.routes.gatewaysOf(userIds)]);
      const live = await this.routes.liveAmong([
        ...new Set(claimed.flatMap(({ claims }) => claims.map(({ bootId }) => bootId))),
      ]);
      return userIds.map((userId, index) => stateOf(claimed[index], { live, routed: gateways.has(userId) }));
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

function stateOf(claimed: Claimed | undefined, at: { live: ReadonlySet<string>; routed: boolean }): PresenceState {
  const states = claimed?.claims.flatMap(({ bootId, state }) => (at.live.has(bootId) ? state : [])) ?? [];
  if (states.length > 0) return { online: true, away: !states.includes('online'), lastSeenAt: null };
  if (at.routed) return { online: true, away: false, lastSeenAt: null };
  return { ...NOWHERE, lastSeenAt: claimed?.lastSeenAt ?? null };
}
