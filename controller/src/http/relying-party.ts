import { isIP } from 'node:net';
import type { PasskeyPlace } from '@loa/shared/api/keys';
import { problem } from './answer.js';
import type { ApiSettings } from './api-ports.js';
import type { Client } from './route.js';

/**
 * Whether passkeys work where this request came from, and under which name they are kept. Browsers bind them to a name
 * and want TLS; the one exception is `localhost`. An address without a name, as in a village's own network, never works.
 */
export function relyingParty(
  { origin, ownOrigin }: Pick<Client, 'origin' | 'ownOrigin'>,
  { publicUrl }: Pick<ApiSettings, 'publicUrl'>,
): PasskeyPlace {
  // A program that sends no origin is judged by where it would have to be.
  const page = origin ?? publicUrl ?? ownOrigin;
  if (!URL.canParse(page)) return refuse('no_name', publicUrl);
  const { protocol, hostname, origin: canonical } = new URL(page);
  if (isLocalhost(hostname)) {
    if (publicUrl !== null && publicUrl !== canonical) return refuse('other_address', publicUrl);
    return { possible: true, rpId: hostname, origin: canonical };
  }
  if (protocol !== 'https:') return refuse('no_tls', publicUrl);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return refuse('no_name', publicUrl);
  // A name is only believed when the operator wrote it down: a request says of itself what it likes.
  if (publicUrl === null || publicUrl !== canonical) return refuse('other_address', publicUrl);
  return { possible: true, rpId: hostname, origin: canonical };
}

function isLocalhost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}

type Impossible = Extract<PasskeyPlace, { possible: false }>;

function refuse(why: Impossible['why'], publicUrl: string | null): Impossible {
  const go =
    publicUrl === null
      ? 'Hãy nhờ người quản trị máy chủ đặt tên miền và địa chỉ https (LOA_PUBLIC_URL), hoặc mở trang ngay trên máy chủ bằng http://localhost.'
      : `Hãy mở trang ở ${publicUrl}.`;
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
