import { isCode, type Rule, type SourceText, type Fault } from '../rule.ts';

const TEXT_FILE = /\.(tsx?|[cm]?js|css|html|sql|prisma|sh|ya?ml|json|md|tpl)$|^parley$/;
const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b/;
const NARROWED = /\.(only|skip|todo)\(/;

function* leftOvers(file: SourceText): Generator<Fault> {
  for (const [index, text] of file.lines.entries()) {
    if (UNFINISHED.test(text))
      yield { line: index + 1, message: 'finish it, or open an issue: no reminders in the code' };
    if (isCode(file.path) && NARROWED.test(text)) {
      yield {
        line: index + 1,
        message: 'every test runs; a part that a machine lacks is reported as n/a by the test itself',
      };
    }
  }
}

export const leftOverRules: readonly Rule[] = [
  {
    name: 'no-left-overs',
    appliesTo: (path) => TEXT_FILE.test(path) && path !== 'package-lock.json' && !path.startsWith('tools/lint/'),
    check: leftOvers,
    good: [{ path: 'docs/sync.md', text: 'What to do when a cursor is too old.' }],
    bad: [
      { path: 'docs/sync.md', text: 'TODO: describe the cursor.' },
      { path: 'packages/core/src/send.ts', text: '// FIXME: overflow' },
      { path: 'packages/core/src/send.test.ts', text: "it.only('sends', () => {});" },
      { path: 'packages/core/src/send.test.ts', text: "describe.skip('send', () => {});" },
    ],
  },
];
