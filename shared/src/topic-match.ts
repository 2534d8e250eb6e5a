/**
 * Whether an MQTT topic filter (`+` one level, `#` the rest) matches a topic (MQTT 3.1.1 §4.7). Topics that begin
 * with `$` match no filter that begins with a wildcard.
 */
export function topicMatches(filter: string, topic: string): boolean {
  if (filter === topic) return true;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  if (topic.startsWith('$') && (wanted[0] === '+' || wanted[0] === '#')) return false;
  for (const [index, want] of wanted.entries()) {
    if (want === '#') return true;
    if (index >= levels.length) return false;
    if (want !== '+' && want !== levels[index]) return false;
  }
  return wanted.length === levels.length;
}

/** Whether a filter is well formed: 1 to 65,535 bytes, wildcards alone in their level, `#` only at the end. */
export function isTopicFilter(filter: string): boolean {
  if (filter.length === 0 || filter.includes('\0') || Buffer.byteLength(filter) > 65_535) return false;
  const levels = filter.split('/');
  return levels.every(
    (level, index) =>
      level === '+' ||
      (level === '#' && index === levels.length - 1) ||
      !(level.includes('+') || level.includes('#')),
  );
}
