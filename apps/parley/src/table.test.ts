import { expect, it } from 'vitest';

import { table } from './table.js';

it('lines its columns up', () => {
  expect(
    table(
      ['part', '>pid', ''],
      [
        ['redis', '7', ''],
        ['web', '1234', 'note'],
      ],
    ),
  ).toBe('part    pid\nredis     7\nweb    1234  note\n');
});
