const LONGEST = 200;

/**
 * An uploader's file name as it is kept for the record. It is only ever shown, never used as a path: objects are named by
 * their hash. NFC, so that a search finds "Bản tin" however the phone composed it.
 */
export function recordedName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  // Control characters and the invisible marks that reorder text on the screen (CVE-2021-42574).
  const visible = last.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '').trim();
  const short = [...visible].slice(0, LONGEST).join('');
  return short === '' || /^\.+$/.test(short) ? 'không tên' : short;
}
