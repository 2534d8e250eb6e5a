/** "0912.345 678" and "+84 912 345 678" as the API wants them: digits alone, a leading + kept. Null: nothing typed. */
export function phoneOf(typed: string): string | null {
  const digits = typed.replace(/[\s.\-()]/g, '');
  if (digits === '') return null;
  return /^84\d{9,10}$/.test(digits) ? `+${digits}` : digits;
}

/** `0912 345 678`, as people read it aloud. */
export function phoneText(phone: string): string {
  const local = phone.replace(/^\+84/, '0');
  return local.replace(/^(\d{4})(\d{3})(\d+)$/, '$1 $2 $3');
}
