import {
  type LoginRequest,
  Me,
  ParleyError,
  type Platform,
  type RestOutput,
  type Session,
  type SetupRequest,
} from '@parley/contract';
import { endsSession, toParleyError } from './errors.js';
import type { Ports } from './ports.js';
import { callRoute, type TokenSource } from './rest.js';
import { ValueStore } from './store.js';
import { TabChannel, withLock } from './tabs.js';

export type SessionSnapshot = {
  readonly state: 'unknown' | 'signed-out' | 'signed-in';
  readonly me: Me | null;
  /** Why the server ended the sign-in; null when nobody did, or the user signed out. */
  readonly reason: ParleyError | null;
};
export type SessionMode = LoginRequest['session'];
export type DeviceName = { readonly deviceName: string; readonly platform: Platform };
export type LoginInput = Pick<LoginRequest, 'login' | 'password'> & DeviceName;
export type SetupInput = Omit<SetupRequest, 'device' | 'session'> & DeviceName;

/** An access token is renewed this long before it ends, so that it doesn't end on its way. */
const RENEW_BEFORE_MS = 30_000;
const LOCK = 'parley.refresh';

type AccessToken = { readonly value: string; readonly expiresAt: number };
type AuthPorts = Pick<Ports, 'storage' | 'transport' | 'clock' | 'lock'>;

/** The sign-in of this device: access token in memory, refresh token in the cookie or in storage, one refresh at a time. */
export class Auth implements TokenSource {
  readonly session = new ValueStore<SessionSnapshot>({ state: 'unknown', me: null, reason: null });
  readonly #ports: AuthPorts;
  readonly #mode: SessionMode;
  readonly #tabs: TabChannel;
  #token: AccessToken | null = null;
  #refreshing: Promise<string> | null = null;
  /** Counts sign-outs: what was asked before one must not sign in again. */
  #generation = 0;

  /** Called when the server says that this sign-in is over. */
  onEnded: (reason: ParleyError) => void = () => undefined;

  constructor(ports: AuthPorts, mode: SessionMode, tabs: TabChannel) {
    this.#ports = ports;
    this.#mode = mode;
    this.#tabs = tabs;
  }

  get me(): Me | null {
    return this.session.getSnapshot().me;
  }

  async login({ login, password, deviceName, platform }: LoginInput): Promise<Me> {
    const device = { name: deviceName, platform };
    const body = { login, password, device, session: this.#mode };
    return this.adopt(await callRoute(this.#ports.transport, 'login', { input: { body } }));
  }

  async setup({ deviceName, platform, ...rest }: SetupInput): Promise<Me> {
    const body = { ...rest, device: { name: deviceName, platform }, session: this.#mode };
    return this.adopt(await callRoute(this.#ports.transport, 'setup', { input: { body } }));
  }

  setupState(): Promise<RestOutput<'setupState'>> {
    return callRoute(this.#ports.transport, 'setupState', { input: {} });
  }

  /** Takes a session; what another user or device left in the storage is wiped first. */
  async adopt(session: Session): Promise<Me> {
    const before = await this.#storedMe();
    if (before !== null && (before.userId !== session.me.userId || before.deviceId !== session.me.deviceId)) {
      await this.#ports.storage.clear();
    }
    await this.#keep(session);
    this.session.set({ state: 'signed-in', me: session.me, reason: null });
    return session.me;
  }

  /** The sign-in that this install had; offline it is believed until the server says otherwise. */
  async resume(): Promise<Me | null> {
    if (await this.#isLoggedOut()) {
      this.session.set({ state: 'signed-out', me: null, reason: null });
      return null;
    }
    const stored = await this.#storedMe();
    if (stored !== null) {
      this.session.set({ state: 'signed-in', me: stored, reason: null });
      return stored;
    }
    try {
      if (this.#mode === 'cookie' || (await this.#storedRefreshToken()) !== null) await this.refresh(null);
    } catch (error) {
      if (!isRefused(toParleyError(error))) throw error;
    }
    if (this.me === null) this.session.set({ state: 'signed-out', me: null, reason: null });
    return this.me;
  }

  /** Tells the server, when it can be reached; the local end is the caller's. */
  async tellLogout(): Promise<void> {
    const refreshToken = await this.#storedRefreshToken();
    await callRoute(this.#ports.transport, 'logout', {
      input: { body: refreshToken === null ? {} : { refreshToken } },
    });
  }

  /** The server could not be told: a cookie that this code can't remove must not sign in again at the next start. */
  async rememberLogout(): Promise<void> {
    if (this.#mode === 'cookie') await this.#ports.storage.write([{ table: 'meta', put: 'loggedOut', value: true }]);
  }

  /** Forgets the sign-in; the storage is wiped by the caller, who knows what still writes to it. */
  forget(reason: ParleyError | null): void {
    this.#generation += 1;
    this.#token = null;
    this.session.set({ state: 'signed-out', me: null, reason });
  }

  /** What is told of me has changed, here first. */
  async change(changes: Partial<Me>): Promise<void> {
    const before = this.session.getSnapshot();
    if (before.me === null) return;
    const me = { ...before.me, ...changes };
    this.session.set({ ...before, me });
    await this.#ports.storage.write([{ table: 'meta', put: 'me', value: me }]);
  }

  async accessToken(): Promise<string> {
    const token = this.#token;
    if (token !== null && token.expiresAt - RENEW_BEFORE_MS > this.#ports.clock.now()) return token.value;
    return this.refresh(token?.value ?? null);
  }

  /** Another tab has a newer token. */
  take(token: AccessToken): void {
    if (this.me !== null && token.expiresAt > (this.#token?.expiresAt ?? 0)) this.#token = token;
  }

  refresh(refused: string | null): Promise<string> {
    this.#refreshing ??= withLock(this.#ports.lock, LOCK, () => this.#refresh(refused))
      .catch((error: unknown) => {
        this.refused(toParleyError(error));
        throw error;
      })
      .finally(() => {
        this.#refreshing = null;
      });
    return this.#refreshing;
  }

  /** Ends the sign-in when the error says that the server did. */
  refused(error: ParleyError): void {
    if (this.me !== null && isRefused(error)) this.onEnded(error);
  }

  async #refresh(refused: string | null): Promise<string> {
    // Another tab may have done it while this one waited for the lock: using the old refresh token again would end the device.
    if (this.#token !== null && this.#token.value !== refused) return this.#token.value;
    const refreshToken = await this.#storedRefreshToken();
    if (this.#mode === 'token' && refreshToken === null) throw new ParleyError('REFRESH_INVALID');
    const body = refreshToken === null ? {} : { refreshToken };
    const generation = this.#generation;
    const session = await callRoute(this.#ports.transport, 'refresh', { input: { body } });
    if (generation !== this.#generation) throw new ParleyError('REFRESH_INVALID');
    await this.#keep(session);
    this.session.set({ state: 'signed-in', me: session.me, reason: null });
    return session.accessToken;
  }

  async #keep(session: Session): Promise<void> {
    const expiresAt = this.#ports.clock.now() + session.accessExpiresAt - session.serverTime;
    this.#token = { value: session.accessToken, expiresAt };
    await this.#ports.storage.write([
      { table: 'meta', put: 'me', value: session.me },
      { table: 'meta', remove: 'loggedOut' },
      ...(session.refreshToken === undefined
        ? []
        : [{ table: 'meta' as const, put: 'refreshToken', value: session.refreshToken }]),
    ]);
    this.#tabs.post({ kind: 'session', token: session.accessToken, expiresAt });
  }

  /** Signed out while the server was away: it is told now, if it can be. */
  async #isLoggedOut(): Promise<boolean> {
    const [mark] = await this.#ports.storage.get('meta', ['loggedOut']);
    if (mark !== true) return false;
    await this.tellLogout().then(
      () => this.#ports.storage.write([{ table: 'meta', remove: 'loggedOut' }]),
      () => undefined,
    );
    return true;
  }

  async #storedMe(): Promise<Me | null> {
    const [value] = await this.#ports.storage.get('meta', ['me']);
    const me = Me.safeParse(value);
    return me.success ? me.data : null;
  }

  async #storedRefreshToken(): Promise<string | null> {
    const [value] = await this.#ports.storage.get('meta', ['refreshToken']);
    return typeof value === 'string' ? value : null;
  }
}

/** For a refresh, having no token and having a bad one are the same as having an ended one. */
function isRefused(error: ParleyError): boolean {
  return endsSession(error) || error.code === 'TOKEN_MISSING' || error.code === 'TOKEN_INVALID';
}
