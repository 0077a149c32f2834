import { ENGLISH_DIALOGUES } from './demo-text-en.js';
import { CHINESE_DIALOGUES } from './demo-text-zh.js';

/** `# name`, then lines said by `a`, `b` and so on: the people of the chat in their order; an empty line is a pause of days. */
export type DemoLine = {
  /** Whose place among the people of the chat. */ by: number;
  text: string;
  /** Days went by before it. */ pause: boolean;
};

/** Dialogues by name. */
export const DEMO_DIALOGUES: ReadonlyMap<string, readonly DemoLine[]> = new Map(
  `${ENGLISH_DIALOGUES}${CHINESE_DIALOGUES}`
    .split(/^# /m)
    .slice(1)
    .map((block) => {
      const [title = '', ...lines] = block.trim().split('\n');
      return [title.trim(), dialogue(lines)];
    }),
);

function dialogue(lines: readonly string[]): DemoLine[] {
  let pause = true;
  return lines.flatMap((line): DemoLine[] => {
    const text = line.slice(2).trim();
    if (text === '') {
      pause = true;
      return [];
    }
    const spoken: DemoLine = { by: 'abcdefgh'.indexOf(line[0] ?? ''), text, pause };
    pause = false;
    return [spoken];
  });
}
