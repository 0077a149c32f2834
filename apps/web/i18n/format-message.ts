import formatOnly from 'use-intl/format-message/format-only';
import { isolate } from './isolate';

type Given = Parameters<typeof formatOnly>;
type Values = Given[2];

/** Stands in for the formatter of use-intl (next.config.ts): compiled messages alone, and whatever is put into a sentence is set apart. */
function formatMessage(...[key, message, values, options]: Given): ReturnType<typeof formatOnly> {
  return formatOnly(key, message, apart(values), options);
}

formatMessage.raw = false;

function apart(values: Values): Values {
  if (values === undefined) return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? isolate(value) : value]),
  ) as Values;
}

// The module that it stands in for has one.
export default formatMessage;
