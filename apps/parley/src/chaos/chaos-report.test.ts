import { describe, expect, it } from 'vitest';

import { ChaosReport, printed, type SeedReport } from './chaos-report.js';
import { BROKEN, Findings } from './verdict.js';

function seed(number: number, findings = new Findings()): SeedReport {
  const { broken, examples, none: ok } = findings;
  return {
    seed: number,
    ok,
    verdict: { ok, sent: 100, acked: 100, found: 99, moved: 40, broken, examples },
    faults: [{ atMs: 2_000, untilMs: 5_000, kind: 'kill', target: 'redis', strength: 0.5, holds: ['redis'] }],
    healedMs: ok ? 1_234 : null,
    again: `./parley chaos --seed ${number} --minutes 1`,
    kept: ok ? null : '/tmp/kept',
  };
}

const report = (seeds: SeedReport[], notRun: number[] = []): ChaosReport =>
  ChaosReport.parse({
    ok: seeds.every(({ ok }) => ok),
    seconds: 60,
    ratePerSecond: 200,
    people: 60,
    processes: 'gateway=2,logic=2,worker=1',
    leftOut: ['disk full: not root'],
    notRun,
    seeds,
  });

describe('the verdict of ./parley chaos', () => {
  it('is a line a seed, and what was left out', () => {
    const text = printed(report([seed(1), seed(2)]));
    expect(text).toMatch(/^seed +faults +sent +acked +found +moved +lost +undelivered/);
    expect(text).toContain('1.2 s');
    expect(text).toContain('left out: disk full: not root');
    expect(text).toContain('chaos: ok (60 s each)');
    expect(text).not.toContain('again:');
  });

  it('says of a seed that broke a promise what it was, how to run it again and where to look', () => {
    const findings = new Findings();
    for (let n = 0; n < 9; n += 1) findings.add('contradicted', `message ${n} was acked twice`);
    const text = printed(report([seed(1), seed(7, findings)]));
    expect(text).toContain('contradicted 9: one message, two answers');
    expect(text).toContain('message 4 was acked twice');
    expect(text).not.toContain('message 5 was acked twice');
    expect(text).toContain('again: ./parley chaos --seed 7 --minutes 1');
    expect(text).toContain('journal and logs: /tmp/kept');
    expect(text).toContain('chaos: 1 of 2 seeds broke a promise (60 s each)');
    // What is rare has a column when it came up.
    expect(text.split('\n', 1)[0]).toContain('contradicted');
  });

  it('says which seeds were left when it was interrupted', () => {
    expect(printed(report([seed(1)], [2, 3]))).toContain(
      'chaos: ok (60 s each), interrupted before the end of seed 2, 3',
    );
  });

  it('has a count for every kind', () => {
    expect(Object.keys(seed(1).verdict.broken)).toEqual(BROKEN);
  });
});
