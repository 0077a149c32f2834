import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { API_PREFIX } from '@parley/contract';

import { Failure } from '../bootstrap/failure.js';
import { createReporter } from '../bootstrap/progress.js';
import { checkout, typeScriptFlags } from '../bootstrap/run-tool.js';
import { childEnv } from '../settings-env.js';
import { prepareBrowser } from '../test/browser.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { makeChats } from './support/make-chats.js';
import { benchOptions, wholeOption } from './support/options.js';
import { becomesPerson } from './support/person.js';
import { withTarget, type Target } from './support/target.js';
import { watchUse } from './support/watch-use.js';
import { webReport, WebResultSchema, type WebOptions, type WebReport, type WebResult } from './web-report.js';
import { tell } from './support/tell.js';

const DRIVER = join(checkout, 'test/load/web/main.ts');

/**
 * `./parley bench web [--conversations 5000] [--messages 100000] [--minutes 60] [--slow-down 4]`: the web client in Chromium, as somebody
 * has it who is in so many conversations, one of them with so many messages.
 */
export async function run(args: string[]): Promise<WebReport> {
  const values = benchOptions(args, {
    conversations: { type: 'string', default: '5000' },
    messages: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '60' },
    'slow-down': { type: 'string', default: '4' },
  });
  const options: WebOptions = {
    conversations: wholeOption(values, 'conversations', { least: 20, most: 50_000 }),
    messages: wholeOption(values, 'messages', { least: 1_000, most: 1_000_000 }),
    minutes: wholeOption(values, 'minutes', { least: 8, most: 600 }),
    slowDown: wholeOption(values, 'slow-down', { least: 1, most: 20 }),
  };
  if (!existsSync(DRIVER)) throw new Failure('test/load/web is not there: it comes with the sources');
  const env = await prepareBrowser(createReporter(process.stderr));
  return withInterrupt((interrupted) =>
    withTarget({ running: false, web: true, interrupted }, (target) => measure(target, options, { env, interrupted })),
  );
}

type Around = { env: Record<string, string>; interrupted: Interrupted };

async function measure(target: Target, options: WebOptions, { env, interrupted }: Around): Promise<WebReport> {
  const made = await Promise.race([make(target, options), interrupted]);
  const { host, port } = target.address;
  const job = { ...made, ...options, url: `http://${host}:${port}` };
  const used = await watchUse(target, () => drive(JSON.stringify(job), env, interrupted));
  return webReport(options, target, used);
}

type Made = { login: string; password: string; conversationId: string; writerToken: string };

/** One person with so many direct chats, of whom the first has so many messages. */
async function make(target: Target, { conversations, messages }: WebOptions): Promise<Made> {
  tell(`${conversations} conversations, one of ${messages} messages`);
  const [reader, writer, ...others] = await target.cli.mintSessions(conversations + 1);
  if (reader === undefined || writer === undefined) throw new Error('nobody reads');
  await setUp(target);
  await target.cli.age(2, messages);
  await makeChats(target.address, reader, others);
  await becomesPerson(target, FIRST_MINTED);
  const { login, password = '' } = await target.cli.resetPassword(FIRST_MINTED, 'made');
  return { login, password, conversationId: reader.conversationId, writerToken: writer.token };
}

/** The load test's people are known by their names. */
const FIRST_MINTED = 'bench-000001';

/** Nobody signs in before there is an organisation. */
async function setUp({ cli, address }: Target): Promise<void> {
  const link = await cli.setupLink();
  const path = link.needed ? link.path : '';
  const secret = decodeURIComponent(path.slice(path.indexOf('#') + 1));
  const answer = await fetch(`http://${address.host}:${address.port}${API_PREFIX}/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      secret,
      orgName: 'Load',
      login: 'operator',
      name: 'Operator',
      // Of an install that is gone when the bench is.
      password: randomUUID(),
      device: { name: 'bench', platform: 'other' },
      session: 'token',
    }),
  });
  if (!answer.ok) throw new Error(`set-up: ${answer.status} ${await answer.text()}`);
}

async function drive(job: string, env: Record<string, string>, interrupted: Interrupted): Promise<WebResult> {
  const child = spawn(process.execPath, [...typeScriptFlags, DRIVER], {
    env: childEnv(env),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(job);
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [said, code] = await Promise.race([Promise.all([text(child.stdout), ended]), interrupted]);
    if (code !== 0) throw new Failure('the browser could not be driven to the end');
    return WebResultSchema.parse(JSON.parse(said));
  } finally {
    child.kill();
  }
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
