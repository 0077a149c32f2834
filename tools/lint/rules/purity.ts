import ts from 'typescript';
import { isCode, isTest, walk, type Rule } from '../rule.ts';

const isPure = (path: string): boolean =>
  isCode(path) && !isTest(path) && /^packages\/(core|contract)\/src\//.test(path);

/** `new Date()` and `Date()` read the clock; `new Date(ms)` only does sums. */
function readsClock(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length;
  return ts.isCallExpression(node) && node.expression.getText() === 'Date';
}

function waits(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) return true;
  return ts.isTypeReferenceNode(node) && /^Promise(Like)?$/.test(node.typeName.getText());
}

const path = 'packages/core/src/send.ts';

export const purityRules: readonly Rule[] = [
  {
    name: 'pure-core',
    appliesTo: isPure,
    *check(file) {
      for (const node of walk(file.tree)) {
        if (readsClock(node)) yield { line: file.lineOf(node), message: 'take the time as an argument' };
        if (waits(node)) yield { line: file.lineOf(node), message: 'core decides at once: nothing here waits' };
      }
    },
    good: [
      { path, text: 'export const at = (ms: number) => new Date(ms).toISOString();' },
      { path: 'packages/core/src/send.test.ts', text: 'const now = new Date();' },
      { path: 'packages/sdk/src/rest.ts', text: 'export const get = async () => new Date();' },
    ],
    bad: [
      { path, text: 'export const now = new Date();' },
      { path, text: 'export const now = Date();' },
      { path, text: 'export const f = async () => 1;' },
      { path, text: 'export type Load = () => Promise<number>;' },
    ],
  },
];
