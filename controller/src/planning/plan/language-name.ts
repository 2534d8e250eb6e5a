/** Languages heard in Việt Nam that the runtime has no Vietnamese name for, as the pages call them (`speech` in the app’s words). */
const NAMES: Readonly<Record<string, string>> = {
  jra: 'Jrai',
  bdq: 'Bahnar',
  rad: 'Êđê',
  sed: 'Xơ Đăng',
  kpm: 'Cơ Ho',
  cmo: 'M’nông',
  mnn: 'M’nông',
  cjm: 'Chăm',
  blt: 'Thái Đen',
  tmm: 'Thái Trắng',
  twh: 'Thái Trắng',
  mtq: 'Mường',
  tyz: 'Tày',
  nut: 'Nùng',
  ium: 'Dao',
  hre: 'Hrê',
  bru: 'Bru–Vân Kiều',
};

/** `tiếng Jrai` for a BCP 47 tag; the tag itself where nobody knows a name. */
export function languageName(tag: string): string {
  const [primary = tag] = tag.split('-');
  const own = NAMES[primary];
  if (own !== undefined) return `tiếng ${own}`;
  const known = new Intl.DisplayNames('vi', { type: 'language' }).of(primary) ?? tag;
  return `tiếng ${known.replace(/^[Tt]iếng /, '')}`;
}
