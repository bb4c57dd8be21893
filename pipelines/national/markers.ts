/** What the offices print in the place of a value, and what their legends say that it means. */

/** Legend of the bulletins of Kazakhstan. It prints a Cyrillic «х»; the cells mostly hold a Latin one. */
export const BNS_MARKERS = {
  '-': 'nil',
  '–': 'nil',
  '—': 'nil',
  '…': 'not_available',
  '...': 'not_available',
  '..': 'not_available',
  x: 'confidential',
  х: 'confidential',
} as const;
