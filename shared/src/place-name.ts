/** "làng Ơi Briu"; a name that says its kind itself stands alone: "Thôn 3", never "thôn Thôn 3". */
export function placeName({ kind, name }: { kind: string; name: string }): string {
  const says = name.toLowerCase().startsWith(`${kind.toLowerCase()} `);
  return says ? name : `${kind} ${name}`;
}
