import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { stoodStill } from './app.js';

/** Around what is open over the page: hidden from those who read, they hand the focus on and never keep it. */
const FOCUS_GUARDS = '[data-base-ui-focus-guard]';

/** What axe finds that is serious or worse, as lines that tell where. */
export async function seriousFindings(page: Page): Promise<string[]> {
  return findings(page, (impact) => impact === 'serious' || impact === 'critical');
}

/** What axe finds, of any weight. */
export async function findings(page: Page, counts: (impact: unknown) => boolean = () => true): Promise<string[]> {
  // Half faded in, nothing has the contrast that it will have.
  await stoodStill(page);
  const { violations } = await new AxeBuilder({ page }).exclude(FOCUS_GUARDS).analyze();
  return violations
    .filter(({ impact }) => counts(impact))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
}

/** Buttons whose name lacks the words that stand on them: who speaks to the page says what they see. */
export async function misnamed(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withRules('label-content-name-mismatch').analyze();
  return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html));
}
