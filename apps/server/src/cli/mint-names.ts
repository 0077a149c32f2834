/** The load test's people are known by their names: the same serve each run. */
export function loginOf(number: number): string {
  return `bench-${String(number).padStart(6, '0')}`;
}

export function deviceOf(login: string): string {
  return `d_${login}`;
}
