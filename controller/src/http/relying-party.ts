import { isIP } from 'node:net';
import type { PasskeyPlace } from '@loa/shared/api/keys';
import { problem } from './answer.js';
import type { ApiSettings } from './api-ports.js';
import type { Actor } from './authorise.js';
import type { Client } from './route.js';

/**
 * Whether passkeys work where this request came from, and under which name they are kept. Browsers bind them to a name
 * and want TLS; the one exception is `localhost`. An address without a name, as in a village's own network, never works.
 * Why not is said to whoever reads it: only an admin can set the server's address.
 */
export function relyingParty(
  { origin, ownOrigin }: Pick<Client, 'origin' | 'ownOrigin'>,
  { publicUrl }: Pick<ApiSettings, 'publicUrl'>,
  { role }: Pick<Actor, 'role'>,
): PasskeyPlace {
  const refuse = (why: Impossible['why']) => impossible(why, publicUrl, role === 'admin');
  // A program that sends no origin is judged by where it would have to be.
  const page = origin ?? publicUrl ?? ownOrigin;
  if (!URL.canParse(page)) return refuse('no_name');
  const { protocol, hostname, origin: canonical } = new URL(page);
  if (isLocalhost(hostname)) {
    if (publicUrl !== null && publicUrl !== canonical) return refuse('other_address');
    return { possible: true, rpId: hostname, origin: canonical };
  }
  if (protocol !== 'https:') return refuse('no_tls');
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return refuse('no_name');
  // A name is only believed when the operator wrote it down: a request says of itself what it likes.
  if (publicUrl === null || publicUrl !== canonical) return refuse('other_address');
  return { possible: true, rpId: hostname, origin: canonical };
}

function isLocalhost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}

type Impossible = Extract<PasskeyPlace, { possible: false }>;

const ASK_ADMIN = 'Hãy nhờ quản trị mở bằng địa chỉ https của xã.';
const SET_ADDRESS =
  'Hãy đặt tên miền và địa chỉ https cho máy chủ (LOA_PUBLIC_URL), hoặc mở trang ngay trên máy chủ bằng http://localhost.';

function impossible(why: Impossible['why'], publicUrl: string | null, forAdmin: boolean): Impossible {
  const unnamed = forAdmin ? SET_ADDRESS : ASK_ADMIN;
  const go = publicUrl === null ? unnamed : `Hãy mở trang ở ${publicUrl}.`;
  const what = {
    no_tls: 'Trang này mở bằng http nên trình duyệt không cho dùng khóa trên máy (passkey).',
    no_name: 'Trang này mở bằng địa chỉ số nên trình duyệt không cho dùng khóa trên máy (passkey).',
    other_address: 'Khóa trên máy (passkey) không dùng được ở địa chỉ đang mở.',
  }[why];
  return { possible: false, why, message: `${what} ${go}` };
}

export function passkeysImpossible({ why, message }: Impossible) {
  return problem(409, 'passkeys_impossible', message, { why });
}
