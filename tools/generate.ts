import { run } from './check/command.ts';
import { generators } from './generated-fresh.ts';

/** `npm run gen`: writes every generated file that is committed. */
for (const { script, outputs } of generators()) {
  const { code } = await run('npm', ['run', '--silent', script]);
  if (code !== 0) process.exit(code);
  console.log(outputs.join('\n'));
}
