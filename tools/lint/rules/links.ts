import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isCode, type Fault, type Rule, type SourceText } from '../rule.ts';

const root = join(import.meta.dirname, '../../..');
const MARKDOWN_LINK = /\]\((?!https?:|mailto:|#)([^)\s#]+)[^)]*\)/g;
const DOCUMENT = /\bdocs\/[\w/-]+\.md\b/g;

function* missing(file: SourceText): Generator<Fault> {
  const folder = join(file.path, '..');
  for (const [index, text] of file.lines.entries()) {
    const targets = isCode(file.path)
      ? [...text.matchAll(DOCUMENT)].map(([path]) => path)
      : [...text.matchAll(MARKDOWN_LINK)].map(([, path]) => join(folder, path ?? ''));
    for (const target of targets) {
      if (!existsSync(join(root, target))) yield { line: index + 1, message: `there is no ${target}` };
    }
  }
}

export const linkRules: readonly Rule[] = [
  {
    name: 'links-resolve',
    appliesTo: (path) => path.endsWith('.md') || (isCode(path) && !path.startsWith('tools/lint/')),
    check: missing,
    good: [
      {
        path: 'docs/glossary.md',
        text: 'See [the licence](../LICENSE), [a page](https://example.org) and [above](#top).',
      },
      { path: 'packages/core/src/send.ts', text: '/** Why: docs/glossary.md */' },
    ],
    bad: [
      { path: 'docs/glossary.md', text: 'See [the licence](LICENSE).' },
      { path: 'packages/core/src/send.ts', text: '/** Why: docs/nowhere.md */' },
    ],
  },
];
