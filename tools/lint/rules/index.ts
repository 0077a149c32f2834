import type { Rule } from '../rule.ts';
import { budgetRules } from './budgets.ts';
import { leftOverRules } from './left-overs.ts';
import { linkRules } from './links.ts';
import { purityRules } from './purity.ts';
import { serverRules } from './server.ts';
import { styleRules } from './style.ts';

export const rules: readonly Rule[] = [
  ...budgetRules,
  ...styleRules,
  ...purityRules,
  ...serverRules,
  ...leftOverRules,
  ...linkRules,
];
