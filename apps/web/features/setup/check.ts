import { DisplayName, isVisible, LIMITS, NewLogin } from '@parley/contract';

export type SetupFields = { orgName: string; name: string; login: string; password: string };
export type Fault = 'required' | 'nameRule' | 'loginRule' | 'passwordRule';
export type SetupFaults = Partial<Record<keyof SetupFields, Fault>>;

/** What the server would refuse, said before it is asked: the same schemas of the contract. */
export function setupFaults(form: SetupFields): SetupFaults {
  const faults: SetupFaults = {};
  for (const field of ['orgName', 'name'] as const) {
    if (DisplayName.safeParse(form[field]).success) continue;
    faults[field] = isVisible(form[field]) ? 'nameRule' : 'required';
  }
  if (!NewLogin.safeParse(form.login).success) faults.login = 'loginRule';
  if (form.password.length < LIMITS.passwordMin) faults.password = 'passwordRule';
  return faults;
}
