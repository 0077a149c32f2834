import type { Inline } from '@parley/core';
import type { Node } from '@tiptap/pm/model';
import { nameIn } from './schema';

export type MarkName = 'bold' | 'italic' | 'strike';
export const MARKS: readonly MarkName[] = ['strike', 'bold', 'italic'];

/** A stretch of a line that looks the same all over. */
export type Run = {
  readonly text: string;
  readonly marks: readonly MarkName[];
  readonly code: boolean;
  readonly href: string | null;
  readonly mention: boolean;
};

const PLAIN: Run = { text: '', marks: [], code: false, href: null, mention: false };
const NAMES = { strong: 'bold', emphasis: 'italic', strike: 'strike' } as const;

/** Of what core read. An address that stands for itself is text: whoever draws it makes a link of it. */
export function runsIn(nodes: readonly Inline[], around: Run = PLAIN): Run[] {
  return joined(
    nodes.flatMap((node): Run[] => {
      switch (node.type) {
        case 'text':
          return [{ ...around, text: node.text }];
        case 'code':
          return [{ ...around, text: node.text, code: true }];
        case 'mention':
          return [{ ...around, text: node.text, mention: true }];
        case 'link': {
          const inside = runsIn(node.children, { ...around, href: node.href });
          const [only] = inside;
          const itself = inside.length === 1 && only?.text === node.href && !only.code;
          return itself ? [{ ...only, href: around.href }] : inside;
        }
        default:
          return runsIn(node.children, { ...around, marks: withMark(around.marks, NAMES[node.type]) });
      }
    }),
  );
}

/** Of a line of the editor. */
export function runsOf(line: Node): Run[] {
  const runs: Run[] = [];
  line.forEach((node) => {
    const has = (name: string): boolean => node.marks.some(({ type }) => type.name === name);
    const link = node.marks.find(({ type }) => type.name === 'link');
    const mention = node.type.name === 'mention' && !has('code');
    const text = node.isText ? (node.text ?? '') : nameIn(node);
    const href = link === undefined ? null : String(link.attrs['href']);
    runs.push({ text, marks: MARKS.filter(has), code: has('code'), href: href === text ? null : href, mention });
  });
  return joined(runs);
}

function withMark(marks: readonly MarkName[], mark: MarkName): MarkName[] {
  return MARKS.filter((name) => name === mark || marks.includes(name));
}

export function looksLike(a: Run, b: Run): boolean {
  const same = a.code === b.code && a.href === b.href && !a.mention && !b.mention;
  return same && a.marks.join() === b.marks.join();
}

/** Neighbours that look the same are one. */
export function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last !== undefined && looksLike(last, run)) result[result.length - 1] = { ...last, text: last.text + run.text };
    else if (run.text !== '') result.push(run);
  }
  return result;
}

export function sameRuns(a: readonly Run[], b: readonly Run[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
