import { describe, expect, it } from 'vitest';
import { concernsOf } from './concerns.js';
import { Exposition } from './exposition.js';
import { pageOf, type Reading } from './page.js';
import { render } from './render.js';

function reading(at: number, processes: Record<string, string | null>): Reading {
  const said = Object.entries(processes).map(
    ([name, text]) => [name, text === null ? null : new Exposition(text)] as const,
  );
  return { at, processes: new Map(said) };
}

const gateway = (deliveries: number, { acks = 0, cpu = 0 } = {}): string => `
process_cpu_seconds_total{roles="gateway"} ${cpu}
process_resident_memory_bytes{roles="gateway"} 209715200
nodejs_eventloop_lag_p99_seconds{roles="gateway"} 0.011
parley_connections{roles="gateway"} 5000
parley_deliveries_total{roles="gateway"} ${deliveries}
parley_socket_events_total{event="message.send",code="OK"} ${acks}
parley_socket_events_total{event="heartbeat",code="OK"} 9999
parley_ack_seconds_bucket{le="0.1"} ${acks}
parley_ack_seconds_bucket{le="+Inf"} ${acks}
parley_reachable{part="redis"} 1
parley_seen_by_clients_total{what="missing"} 3
parley_seen_by_clients_total{what="healed"} 3
`;
const logic = (stored: number, { redis = 1, outboxAge = 0.5 } = {}): string => `
process_cpu_seconds_total{roles="logic+worker"} 1
parley_messages_stored_total{shard="shard-0"} ${stored}
parley_append_waiting{shard="shard-0"} 7
parley_reachable{part="redis"} ${redis}
parley_reachable{part="shard-0"} 1
parley_outbox_rows{database="shard-0"} 12
parley_outbox_oldest_seconds{database="shard-0"} ${outboxAge}
parley_queue_jobs{queue="outbox",state="waiting"} 4
parley_queue_jobs{queue="outbox",state="failed"} 0
`;

const before = reading(0, { 'gateway-0': gateway(100), 'logic-0': logic(1_000) });
const now = reading(2_000, {
  'gateway-0': gateway(9_100, { acks: 8_000, cpu: 0.9 }),
  'logic-0': logic(9_000),
});

describe('a page of top', () => {
  it('tells what happened between two readings, by process and in all', () => {
    const page = pageOf(before, now);
    expect(page).toMatchObject({ sends: 4_000, deliveries: 4_500, sockets: 5_000, appendWaiting: 7, queueWaiting: 4 });
    expect(page.outbox).toEqual([{ database: 'shard-0', rows: 12, oldest: 0.5 }]);
    expect(page.parts).toEqual([
      { part: 'redis', awayFor: [] },
      { part: 'shard-0', awayFor: [] },
    ]);
    const [first, second] = page.processes;
    expect(first).toMatchObject({ name: 'gateway-0', cpu: 0.45, sends: 4_000, deliveries: 4_500, append: null });
    expect(first?.ack).toBeCloseTo(0.099);
    expect(second).toMatchObject({ name: 'logic-0', sends: 4_000, deliveries: null, sockets: null });
  });

  it('takes a counter that went back for one that began anew', () => {
    expect(pageOf(now, reading(4_000, { 'logic-0': logic(600) })).sends).toBe(300);
  });

  it('names what is red, and who can not reach it', () => {
    expect(concernsOf(pageOf(before, now))).toEqual([]);
    const later = reading(4_000, { 'gateway-0': null, 'logic-0': logic(9_000, { redis: 0, outboxAge: 45 }) });
    expect(concernsOf(pageOf(now, later)).map((line) => line.split(':')[0])).toEqual([
      'gateway-0 does not answer',
      'redis is away for logic-0',
      'the outbox of shard-0 is not carried out',
    ]);
  });
});

describe('the page as text', () => {
  const view = { columns: 80, color: false, title: 'Parley is up: http://127.0.0.1:8080' };
  const lineOf = (text: string, start: string): string => text.split('\n').find((line) => line.startsWith(start)) ?? '';

  it('has every number of an operator in 80 columns', () => {
    const text = render(pageOf(before, now), view);
    expect(lineOf(text, 'sends')).toBe('sends 4,000/s  refused 0/s  deliveries 4,500/s  sockets 5,000');
    expect(lineOf(text, 'p99')).toBe('p99: ack 99 ms  append –  fan-out –  commit to delivery –');
    expect(lineOf(text, 'outbox')).toBe('outbox 12 rows, oldest 500 ms');
    expect(lineOf(text, 'redis')).toBe('redis up  shard-0 up');
    expect(lineOf(text, 'gateway-0').split(/ +/)).toEqual([
      'gateway-0',
      '45%',
      '200',
      'MB',
      '11',
      'ms',
      '5,000',
      '4,000',
      '4,500',
      '99',
      'ms',
      '–',
      '–',
    ]);
    expect(text).toContain('nothing is red');
    expect(text).not.toContain('\u001b');
  });

  it.each([20, 40, 60, 80, 200])('has no line wider than a terminal of %i columns', (columns) => {
    const away = reading(4_000, { 'gateway-0': null, 'logic-0': logic(9_000, { redis: 0, outboxAge: 45 }) });
    for (const page of [pageOf(before, now), pageOf(now, away)]) {
      for (const line of render(page, { ...view, columns }).split('\n'))
        expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it('shows a process that does not answer, and colors only where a terminal shows it', () => {
    const away = pageOf(now, reading(4_000, { 'gateway-0': null, 'logic-0': logic(9_000) }));
    expect(lineOf(render(away, view), 'gateway-0').split(/ +/)).toEqual(['gateway-0', ...Array<string>(9).fill('?')]);
    expect(render(away, { ...view, color: true })).toContain('\u001b[31;1m! gateway-0 does not answer');
  });
});
