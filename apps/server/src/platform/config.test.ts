import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './config.js';

const DATABASES = {
  PARLEY_DIRECTORY_URL: 'postgresql://u:p@127.0.0.1:5432/directory',
  PARLEY_SHARD_URLS: 'shard-0=postgresql://u:p@127.0.0.1:5433/a?options=x,y,shard-1=postgresql://u:p@127.0.0.1:5434/b',
};
const REDIS = { PARLEY_REDIS_URL: 'redis://127.0.0.1:6379' };
const ALL = { ...DATABASES, ...REDIS };

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('the settings', () => {
  it('need nothing but databases and Redis on one machine', () => {
    const config = loadConfig(ALL);
    expect(config.roles).toEqual(['gateway', 'logic', 'worker']);
    expect(config.http.publicUrl).toBe('http://127.0.0.1:8080');
    expect(config.databases?.shards.map(({ name }) => name)).toEqual(['shard-0', 'shard-1']);
    expect(config.databases?.shards[0]?.url).toContain('?options=x,y');
  });

  it('list every fault at once, each with the name of the setting', () => {
    const faults = faultsOf({
      PARLEY_ROLES: 'logic',
      PARLEY_PORT: '70000',
      PARLEY_SHARD_URLS: 'a=postgres://x/y,a=ftp://x',
      PARLEY_RPC_SECRET: 'short',
      PARLEY_REUSE_PORT: 'maybe',
    });
    const named = faults.map((fault) => fault.split(':')[0]);
    expect(named).toEqual([
      'PARLEY_PORT',
      'PARLEY_REUSE_PORT',
      'PARLEY_SHARD_URLS',
      'PARLEY_SHARD_URLS',
      'PARLEY_RPC_SECRET',
      'PARLEY_REDIS_URL',
      'PARLEY_DIRECTORY_URL',
      'PARLEY_LOGIC_PORT',
      'PARLEY_RPC_PORT',
    ]);
  });

  it('have no collector unless one is named, and take its address as OpenTelemetry has it', () => {
    expect(loadConfig(ALL).spans).toEqual({ url: null, headers: {}, ratio: 0.01, service: 'parley' });
    const env = {
      ...ALL,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc=, x-scope=a b',
      OTEL_TRACES_SAMPLER_ARG: '.5',
    };
    expect(loadConfig(env).spans).toMatchObject({
      url: 'http://collector:4318/v1/traces',
      headers: { authorization: 'Basic abc=', 'x-scope': 'a b' },
      ratio: 0.5,
    });
    const wrong = { OTEL_EXPORTER_OTLP_HEADERS: 'top secret', OTEL_TRACES_SAMPLER_ARG: '1.5' };
    const faults = faultsOf({ ...ALL, ...wrong });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(Object.keys(wrong));
    expect(faults.join()).not.toContain('top secret');
  });

  it('never repeat a secret', () => {
    const text = faultsOf({
      ...ALL,
      PARLEY_DIRECTORY_URL: 'mysql://root:hunter2@x/y',
      PARLEY_RPC_SECRET: 'hunter3',
    }).join('\n');
    expect(text).toContain('PARLEY_DIRECTORY_URL');
    expect(text).not.toMatch(/hunter/);
  });

  it('refuse to hand database credentials to a gateway', () => {
    const gateway = {
      ...REDIS,
      PARLEY_ROLES: 'gateway',
      PARLEY_LOGIC_URLS: 'http://127.0.0.1:1',
      PARLEY_RPC_URLS: 'http://127.0.0.1:2',
      PARLEY_RPC_SECRET: 'x'.repeat(32),
    };
    expect(loadConfig(gateway).databases).toBeNull();
    expect(faultsOf({ ...gateway, ...DATABASES })).toHaveLength(2);
  });

  it('take an empty value for an unset one', () => {
    expect(loadConfig({ ...ALL, PARLEY_PORT: ' ', PARLEY_WEB_URL: '' }).http.port).toBe(8080);
  });

  it('refuse a proxy that is no address', () => {
    expect(loadConfig({ ...ALL, PARLEY_TRUST_PROXY: '10.0.0.0/8, ::1' }).http.trustProxy).toEqual([
      '10.0.0.0/8',
      '::1',
    ]);
    for (const wrong of ['10.0.0.0/40', 'proxy.example', '10.0.0.0/8/8']) {
      expect(faultsOf({ ...ALL, PARLEY_TRUST_PROXY: wrong })).toHaveLength(1);
    }
  });

  it('refuse a push service that is no host', () => {
    const { push } = loadConfig({ ...ALL, PARLEY_PUSH_ALLOWED_HOSTS: 'push.example, 10.0.0.7:8443' });
    expect(push).toEqual({ allowedHosts: ['push.example', '10.0.0.7:8443'], idOnly: false, contact: null });
    for (const wrong of ['https://push.example', 'push.example/path', 'a@b', 'push example', ':80']) {
      expect(faultsOf({ ...ALL, PARLEY_PUSH_ALLOWED_HOSTS: wrong })).toHaveLength(1);
    }
    expect(faultsOf({ ...ALL, PARLEY_PUSH_CONTACT: 'http://push.example' })).toHaveLength(1);
  });

  it('are frozen', () => {
    const config = loadConfig(ALL);
    expect(() => Object.assign(config.http, { port: 1 })).toThrow(TypeError);
  });
});
