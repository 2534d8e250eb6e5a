import { SettingError } from '@loa/shared/errors';

export interface BoxesListener {
  host: string;
  /** What boxes are told: a name or an address. */
  name: string;
  httpsPort: number;
  mqttsPort: number;
}

/** PEM files. */
export interface TlsFiles {
  certificate: string;
  key: string;
}

export interface HttpListener {
  host: string;
  port: number;
  proxies: number;
  tls: TlsFiles | null;
}

/** Our own broker, or one that runs already. */
export type MqttChoice =
  | { kind: 'embedded'; host: string; port: number; publicUrl: string | null }
  | { kind: 'external'; url: string; username: string; password: string; publicUrl: string };

interface HttpSettings {
  host: string;
  port: number;
  proxies: number;
  behindProxy: boolean;
  certificate: string | undefined;
  key: string | undefined;
}

/** Passwords and sessions of staff never cross a network in the clear, unless somebody says that they do not. */
export function readHttp({ behindProxy, certificate, key, ...address }: HttpSettings): HttpListener {
  if ((certificate === undefined) !== (key === undefined)) {
    throw new SettingError('LOA_TLS_CERT and LOA_TLS_KEY belong together: set both, or neither.');
  }
  const tls = certificate !== undefined && key !== undefined ? { certificate, key } : null;
  if (!tls && !behindProxy && address.proxies === 0 && !isLoopback(address.host)) {
    throw new SettingError(
      `LOA_HTTP_HOST ${address.host} would show passwords to the network: set LOA_TLS_CERT and LOA_TLS_KEY, or LOA_BEHIND_PROXY=1 where a proxy with TLS stands in front.`,
    );
  }
  return { ...address, tls };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

export function readBoxes({
  host,
  name = host,
  ...ports
}: {
  host: string | undefined;
  name: string | undefined;
  httpsPort: number;
  mqttsPort: number;
}): BoxesListener | null {
  if (host === undefined || name === undefined) return null;
  if (isEverywhere(name)) {
    throw new SettingError(
      `LOA_BOX_HOST ${host} is no address that boxes can connect to: set LOA_BOX_NAME, e.g. loa.xa.vn or 192.168.1.10.`,
    );
  }
  return { host, name, ...ports };
}

function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

interface MqttSettings {
  /** Whether boxes have a listener over TLS. */
  overTls: boolean;
  /** Whether somebody answers for the network that plain MQTT crosses. */
  plain: boolean;
  host: string;
  port: number;
  publicUrl: string | undefined;
  url: string | undefined;
  username: string | undefined;
  password: string | undefined;
}

/** Tokens of boxes and the broker's password never cross a network in the clear, unless somebody says that it is closed. */
function refusePlainMqtt({ host, url, publicUrl }: Pick<MqttSettings, 'host' | 'url' | 'publicUrl'>): void {
  const hostOf = (address = '') =>
    /^(mqtt|ws):/.test(address) ? new URL(address).hostname.replace(/^\[|\]$/g, '') : 'localhost';
  const shown = Object.entries({
    LOA_MQTT_HOST: url === undefined ? host : 'localhost',
    LOA_MQTT_URL: hostOf(url),
    LOA_MQTT_PUBLIC_URL: hostOf(publicUrl),
  }).find(([, where]) => !isLoopback(where));
  if (!shown) return;
  const [name, where] = shown;
  throw new SettingError(
    `${name} ${where} would show tokens to the network: let boxes connect over TLS (LOA_BOX_HOST, or mqtts://…), or set LOA_MQTT_PLAIN=1 where that network is closed, as one of Docker's own or a VPN is.`,
  );
}

export function readMqtt({
  overTls,
  plain,
  host,
  port,
  publicUrl,
  url,
  username,
  password,
}: MqttSettings): MqttChoice {
  if (overTls && /^(mqtt|ws):/.test(publicUrl ?? url ?? '')) {
    throw new SettingError(
      'Boxes that pin a certificate (LOA_BOX_HOST) speak no plain MQTT: set LOA_MQTT_PUBLIC_URL to mqtts://…, or leave it out.',
    );
  }
  if (!plain) refusePlainMqtt({ host, url, publicUrl });
  if (url !== undefined) {
    const account = { username: username ?? '', password: password ?? '' };
    return { kind: 'external', url, ...account, publicUrl: publicUrl ?? url };
  }
  if (publicUrl === undefined && !overTls && isEverywhere(host)) {
    throw new SettingError(
      `LOA_MQTT_HOST ${host} is no address that boxes can connect to: set LOA_MQTT_PUBLIC_URL, e.g. mqtt://loa.xa.vn:1883.`,
    );
  }
  return { kind: 'embedded', host, port, publicUrl: publicUrl ?? null };
}
