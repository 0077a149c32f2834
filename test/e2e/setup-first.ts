import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The set-up link works once, so its test comes before those that only need an organisation. */
export class SetupFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification): string => (file.moduleId.includes('setup') ? '' : file.moduleId);
    return Promise.resolve(files.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)));
  }
}
