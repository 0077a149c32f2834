import ts from 'typescript';
import { isCode, isTest, walk, type Fault, type Rule, type SourceText } from '../rule.ts';

const FILE_LINES = 400;
const ROUTE_LINES = 60;
const FUNCTION_LINES = 80;
const PARAMETERS = 3;
const DEPENDENCIES = 6;

const isRoute = (path: string): boolean => /^apps\/(web|console)\/app\/.*\.tsx?$/.test(path);
const repeat = (line: string, times: number): string => `${line}\n`.repeat(times);

type FunctionNode = ts.FunctionLikeDeclaration;

function isFunction(node: ts.Node): node is FunctionNode {
  return (
    (ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isArrowFunction(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isConstructorDeclaration(node)) &&
    node.body !== undefined
  );
}

/** The block of a `describe` is the outline of a test file; its parts are measured by themselves. */
function isDescribeBlock(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}

function* tooLongFunctions(file: SourceText): Generator<Fault> {
  for (const node of walk(file.tree)) {
    if (!isFunction(node) || (isTest(file.path) && isDescribeBlock(node))) continue;
    const lines = file.linesOf(node);
    if (lines > FUNCTION_LINES) {
      yield { line: file.lineOf(node), message: `a function of ${lines} lines; at most ${FUNCTION_LINES}` };
    }
  }
}

/** A constructor that keeps what it is given, and the factory that calls it, take dependencies rather than arguments. */
function takesDependencies(node: FunctionNode): boolean {
  if (ts.isConstructorDeclaration(node)) return node.parameters.some((p) => ts.isParameterPropertyDeclaration(p, node));
  return ts.isPropertyAssignment(node.parent) && node.parent.name.getText() === 'useFactory';
}

/** A callback's parameters are its caller's choice, so only functions that the code itself shapes are counted. */
function* tooManyParameters(file: SourceText): Generator<Fault> {
  for (const node of walk(file.tree)) {
    if (!isFunction(node) || ts.isCallExpression(node.parent)) continue;
    const limit = takesDependencies(node) ? DEPENDENCIES : PARAMETERS;
    const count = node.parameters.filter((p) => p.name.getText() !== 'this').length;
    if (count > limit)
      yield { line: file.lineOf(node), message: `${count} parameters; at most ${limit}, then one object` };
  }
}

export const budgetRules: readonly Rule[] = [
  {
    name: 'file-lines',
    appliesTo: isCode,
    *check(file) {
      const limit = isRoute(file.path) ? ROUTE_LINES : FILE_LINES;
      const lines = file.text.trimEnd().split('\n').length;
      if (lines > limit) yield { line: limit + 1, message: `a file of ${lines} lines; at most ${limit}` };
    },
    good: [
      { path: 'packages/core/src/send.ts', text: repeat('export {};', FILE_LINES) },
      { path: 'apps/web/app/page.tsx', text: repeat('export {};', ROUTE_LINES) },
    ],
    bad: [
      { path: 'packages/core/src/send.ts', text: repeat('export {};', FILE_LINES + 1) },
      { path: 'apps/web/app/page.tsx', text: repeat('export {};', ROUTE_LINES + 1) },
    ],
  },
  {
    name: 'function-lines',
    appliesTo: isCode,
    check: tooLongFunctions,
    good: [
      { path: 'packages/core/src/send.ts', text: `function f() {\n${repeat('  g();', FUNCTION_LINES - 2)}}\n` },
      {
        path: 'packages/core/src/send.test.ts',
        text: `describe('f', () => {\n${repeat('  it();', FUNCTION_LINES)}});\n`,
      },
    ],
    bad: [
      { path: 'packages/core/src/send.ts', text: `function f() {\n${repeat('  g();', FUNCTION_LINES - 1)}}\n` },
      { path: 'packages/core/src/send.test.ts', text: `it('f', () => {\n${repeat('  g();', FUNCTION_LINES)}});\n` },
    ],
  },
  {
    name: 'parameters',
    appliesTo: isCode,
    check: tooManyParameters,
    good: [
      { path: 'packages/core/src/send.ts', text: 'export const f = (a: A, b: B, c: C) => a;' },
      { path: 'packages/core/src/send.ts', text: 'list.reduce((sum, row, index, rows) => sum, 0);' },
      {
        path: 'apps/server/src/message/send-message.ts',
        text: 'class S { constructor(private a: A, private b: B, private c: C, private d: D, private e: E, f: F) {} }',
      },
      {
        path: 'apps/server/src/message/message.module.ts',
        text: 'const p = { useFactory: (a: A, b: B, c: C, d: D) => new S(a, b, c, d) };',
      },
    ],
    bad: [
      { path: 'packages/core/src/send.ts', text: 'export const f = (a: A, b: B, c: C, d: D) => a;' },
      { path: 'packages/core/src/send.ts', text: 'class S { constructor(a: A, b: B, c: C, d: D) {} }' },
      {
        path: 'apps/server/src/message/send-message.ts',
        text: 'class S { constructor(private a: A, private b: B, private c: C, private d: D, private e: E, private f: F, private g: G) {} }',
      },
    ],
  },
];
