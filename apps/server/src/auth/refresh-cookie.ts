import { API_PREFIX, LIMITS } from '@parley/contract';

/**
 * The refresh token of a browser: out of reach of scripts, sent to the auth routes of this origin only. Cookies don't
 * tell ports apart, so the port is part of the name: two installs on one machine would sign each other out.
 */
export class RefreshCookie {
  readonly name: string;
  private readonly attributes: string;

  constructor(publicUrl: string) {
    const url = new URL(publicUrl);
    this.name = url.port === '' ? 'parley_refresh' : `parley_refresh_${url.port}`;
    const secure = url.protocol === 'https:' ? '; Secure' : '';
    this.attributes = `Path=${API_PREFIX}/auth; HttpOnly; SameSite=Strict${secure}`;
  }

  read(header: string | undefined): string | null {
    const prefix = `${this.name}=`;
    const pair = (header ?? '').split(';').find((part) => part.trim().startsWith(prefix));
    const value = pair?.trim().slice(prefix.length) ?? '';
    return value === '' ? null : value;
  }

  set(token: string): string {
    return `${this.name}=${token}; Max-Age=${LIMITS.refreshTokenTtlMs / 1000}; ${this.attributes}`;
  }

  clear(): string {
    return `${this.name}=; Max-Age=0; ${this.attributes}`;
  }
}
