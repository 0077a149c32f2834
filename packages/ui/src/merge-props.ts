import { cloneElement, type ReactElement, type Ref } from 'react';

type Props = Record<string, unknown>;
type Handler = (...args: unknown[]) => void;

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

function setRef<T>(ref: Ref<T> | undefined, value: T | null): void {
  if (typeof ref === 'function') ref(value);
  else if (ref) ref.current = value;
}

/** The element with these props besides its own; of a handler that both have, its own runs first. */
export function withProps(element: ReactElement<Props>, added: Props): ReactElement<Props> {
  const merged = Object.entries(added).map(([name, value]) => {
    const own = element.props[name];
    if (name === 'ref' && own !== undefined) {
      const both = (node: unknown): void => [own, value].forEach((ref) => setRef(ref as Ref<unknown>, node));
      return [name, both];
    }
    if (!isHandler(own) || !isHandler(value)) return [name, value];
    const both: Handler = (...args) => {
      own(...args);
      value(...args);
    };
    return [name, both];
  });
  return cloneElement(element, Object.fromEntries(merged) as Props);
}
