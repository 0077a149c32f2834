/** Of the filter above the list: a field and a row of choices. */
export const FILTER_ROOM = 'h-20 shrink-0';
