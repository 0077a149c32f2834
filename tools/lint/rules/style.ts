import ts from 'typescript';
import { isCode, isTest, walk, type Fault, type Rule, type SourceText } from '../rule.ts';

const ERROR_NAME = /^(e|err|error|cause|reason)$/i;
const TEXT_TESTS = new Set(['includes', 'startsWith', 'endsWith', 'match', 'test']);

/** Whether the node is `error.message`, whatever the error's usual name. */
function isErrorText(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'message' &&
    ts.isIdentifier(node.expression) &&
    ERROR_NAME.test(node.expression.text)
  );
}

function comparesErrorText(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    return /^[!=]==?$/.test(node.operatorToken.getText()) && (isErrorText(node.left) || isErrorText(node.right));
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  if (!TEXT_TESTS.has(node.expression.name.text)) return false;
  return isErrorText(node.expression.expression) || node.arguments.some(isErrorText);
}

function* unexplainedSuppressions(file: SourceText): Generator<Fault> {
  for (const [index, text] of file.lines.entries()) {
    if (/@ts-(ignore|nocheck)|eslint-disable/.test(text)) {
      yield { line: index + 1, message: 'the compiler and the linter are not silenced wholesale' };
    } else if (/oxlint-disable(?!-(next-)?line)/.test(text)) {
      yield { line: index + 1, message: 'disable one rule for one line' };
    } else if (/(oxlint-disable-(next-)?line|@ts-expect-error)/.test(text) && !/ -- \S|expect-error \S+/.test(text)) {
      yield { line: index + 1, message: 'say why, after " -- "' };
    }
  }
}

export const styleRules: readonly Rule[] = [
  {
    name: 'no-export-star',
    appliesTo: isCode,
    *check(file) {
      for (const node of file.tree.statements) {
        if (ts.isExportDeclaration(node) && (!node.exportClause || ts.isNamespaceExport(node.exportClause))) {
          yield { line: file.lineOf(node), message: 'name what is exported: an entry is a curated list' };
        }
      }
    },
    good: [{ path: 'packages/core/src/index.ts', text: "export { checkSend, type Send } from './send.js';" }],
    bad: [
      { path: 'packages/core/src/index.ts', text: "export * from './send.js';" },
      { path: 'packages/core/src/index.ts', text: "export * as send from './send.js';" },
    ],
  },
  {
    name: 'no-error-text',
    appliesTo: (path) => isCode(path) && !isTest(path),
    // Some libraries give their errors nothing but a text.
    excusable: true,
    *check(file) {
      for (const node of walk(file.tree)) {
        if (comparesErrorText(node)) {
          yield { line: file.lineOf(node), message: 'tell errors apart by their code or class, never by their text' };
        }
      }
    },
    good: [
      { path: 'packages/sdk/src/rest.ts', text: "if (error.code === 'BUSY') retry(error.message);" },
      { path: 'packages/sdk/src/rest.ts', text: "if (row.message === 'hello') greet();" },
      {
        path: 'packages/sdk/src/rest.ts',
        text: "// lint-allow no-error-text -- the driver sets no code\nif (error.message === 'busy') retry();",
      },
    ],
    bad: [
      { path: 'packages/sdk/src/rest.ts', text: "if (error.message === 'busy') retry();" },
      {
        path: 'packages/sdk/src/rest.ts',
        text: "// lint-allow no-error-text\nif (error.message === 'busy') retry();",
      },
      { path: 'packages/sdk/src/rest.ts', text: "if (err.message.includes('busy')) retry();" },
      { path: 'packages/sdk/src/rest.ts', text: 'if (/busy/.test(error.message)) retry();' },
    ],
  },
  {
    name: 'suppression-with-reason',
    appliesTo: (path) => isCode(path) && !path.startsWith('tools/lint/'),
    check: unexplainedSuppressions,
    good: [{ path: 'packages/sdk/src/rest.ts', text: '// oxlint-disable-next-line no-console -- the CLI prints\n' }],
    bad: [
      { path: 'packages/sdk/src/rest.ts', text: '// oxlint-disable-next-line no-console\n' },
      { path: 'packages/sdk/src/rest.ts', text: '/* oxlint-disable no-console -- noisy */\n' },
      { path: 'packages/sdk/src/rest.ts', text: '// @ts-ignore\n' },
      { path: 'packages/sdk/src/rest.ts', text: '// @ts-expect-error\n' },
    ],
  },
];
