import type { ServerCli } from '../server-cli.js';
import type { Settings } from '../settings.js';

/** What to tell the operator once everything serves. */
export interface Welcome {
  url: string;
  setupUrl?: string;
  logins: { login: string; password: string }[];
}

/** The two logins to try and the one-time link, as far as there are any. */
export async function welcomeFrom(cli: ServerCli, settings: Settings, demo: boolean): Promise<Welcome> {
  const logins = demo ? (await cli.seedDemo()).logins.slice(0, 2) : [];
  const link = await cli.setupLink();
  const setup = link.needed && link.path !== undefined ? { setupUrl: `${settings.publicUrl}${link.path}` } : {};
  return { url: settings.publicUrl, logins, ...setup };
}
