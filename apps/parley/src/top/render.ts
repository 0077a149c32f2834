import { concernsOf } from './concerns.js';
import type { Page, ProcessLine } from './page.js';

export type View = { columns: number; color: boolean; title: string };

/** The page as text, no line wider than the terminal. Pure. */
export function render(page: Page, view: View): string {
  const red = (text: string): string => (view.color ? `\u001b[31;1m${text}\u001b[0m` : text);
  const bold = (text: string): string => (view.color ? `\u001b[1m${text}\u001b[0m` : text);
  const cut = (text: string): string => (text.length > view.columns ? `${text.slice(0, view.columns - 1)}…` : text);
  const concerns = concernsOf(page).map((line) => red(cut(`! ${line}`)));
  return [
    bold(cut(view.title)),
    ...fill(totals(page), view.columns),
    '',
    ...table(page.processes, view.columns).map((line, index) => (index === 0 ? bold(line) : line)),
    '',
    ...(concerns.length === 0 ? ['nothing is red'] : concerns),
  ].join('\n');
}

function totals(page: Page): string[][] {
  const { outbox, seen } = page;
  const rows = outbox.reduce((sum, one) => sum + one.rows, 0);
  const oldest = Math.max(0, ...outbox.map((one) => one.oldest));
  return [
    [
      `sends ${rate(page.sends)}`,
      `refused ${rate(page.refused)}`,
      `deliveries ${rate(page.deliveries)}`,
      `sockets ${count(page.sockets)}`,
    ],
    [
      `p99: ack ${time(page.ack)}`,
      `append ${time(page.append)}`,
      `fan-out ${time(page.fanout)}`,
      `commit to delivery ${time(page.lag)}`,
    ],
    [
      `waiting: append ${count(page.appendWaiting)}`,
      `fan-out ${count(page.fanoutWaiting)}`,
      `pool ${count(page.poolWaiting)}`,
      `queue ${count(page.queueWaiting)} (failed ${count(page.queueFailed)})`,
    ],
    [outbox.length === 0 ? 'outbox –' : `outbox ${count(rows)} rows, oldest ${time(oldest)}`],
    [
      `since start: resyncs ${count(page.resyncs)}`,
      `dropped ${count(page.dropped)}`,
      `devices: missing ${count(seen.missing)}`,
      `healed ${count(seen.healed)}`,
      `duplicate ${count(seen.duplicate)}`,
      `late ${count(seen.late)}`,
    ],
    page.parts.map(({ part, awayFor }) => `${part} ${awayFor.length === 0 ? 'up' : 'AWAY'}`),
  ];
}

/** Items beside each other, on as many lines as they need. */
function fill(groups: readonly (readonly string[])[], columns: number): string[] {
  return groups.flatMap((items) => {
    const lines: string[] = [];
    for (const item of items) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + 2 + item.length <= columns) lines[lines.length - 1] = `${last}  ${item}`;
      else lines.push(lines.length === 0 ? item.slice(0, columns) : `  ${item}`.slice(0, columns));
    }
    return lines;
  });
}

type Column = { title: string; of: (line: ProcessLine) => string };

/** The last ones go first when the terminal is narrow. */
const COLUMNS: readonly Column[] = [
  { title: 'process', of: ({ name }) => name },
  { title: 'cpu', of: ({ cpu }) => (cpu === null ? '–' : `${Math.round(cpu * 100)}%`) },
  { title: 'memory', of: ({ memory }) => (memory === null ? '–' : `${Math.round(memory / 1024 ** 2)} MB`) },
  { title: 'loop', of: ({ loop }) => time(loop) },
  { title: 'sockets', of: ({ sockets }) => count(sockets) },
  { title: 'sends/s', of: ({ sends }) => count(sends) },
  { title: 'deliv./s', of: ({ deliveries }) => count(deliveries) },
  { title: 'ack', of: ({ ack }) => time(ack) },
  { title: 'append', of: ({ append }) => time(append) },
  { title: 'lag', of: ({ lag }) => time(lag) },
];

function table(processes: readonly ProcessLine[], columns: number): string[] {
  const cells = COLUMNS.map(({ title, of }) => {
    const texts = [title, ...processes.map((line) => (line.answers || title === 'process' ? of(line) : '?'))];
    const width = Math.max(...texts.map((text) => text.length));
    return texts.map((text) => (title === 'process' ? text.padEnd(width) : text.padStart(width)));
  });
  let shown = cells;
  const widthOf = (some: readonly string[][]): number =>
    some.reduce((sum, texts) => sum + (texts[0]?.length ?? 0) + 1, -1);
  while (shown.length > 1 && widthOf(shown) > columns) shown = shown.slice(0, -1);
  return Array.from({ length: processes.length + 1 }, (_, row) =>
    shown
      .map((texts) => texts[row] ?? '')
      .join(' ')
      .slice(0, columns)
      .trimEnd(),
  );
}

function count(value: number | null): string {
  return value === null ? '–' : Math.round(value).toLocaleString('en-US');
}

function rate(value: number | null): string {
  return value === null ? '–' : `${count(value)}/s`;
}

function time(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 1) return `${Math.round(seconds * 1_000)} ms`;
  return seconds < 100 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds).toLocaleString('en-US')} s`;
}
