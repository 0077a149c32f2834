import { writeFile } from 'node:fs/promises';
import type { Reporter, TestModule } from 'vitest/node';

/** A failed hook, as `./parley test` reads it: the JSON report of vitest only shows that the tests behind it did not run. */
export type HookFailure = { name: string; suite: string; message: string };

/** Writes what failed outside of the tests beside the result file of the tier. */
export class HookFailures implements Reporter {
  constructor(private readonly file: string) {}

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const failures = modules.flatMap((module): HookFailure[] =>
      [module, ...module.children.allSuites()].flatMap((suite) =>
        suite.errors().map(({ message }) => ({
          name: module.moduleId,
          suite: suite.type === 'suite' ? suite.fullName : '',
          message,
        })),
      ),
    );
    await writeFile(this.file, JSON.stringify(failures));
  }
}
