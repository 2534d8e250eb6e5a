import { Role } from '@loa/shared/api/role';
import { SettingError } from '@loa/shared/errors';
import { DAY, HOUR, MINUTE } from '@loa/shared/instant';
import { z } from 'zod';

const Port = z.coerce.number().int().min(0).max(65_535);
const MqttUrl = z.url({ protocol: /^(mqtts?|wss?)$/ });
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

interface Setting {
  schema: z.ZodType;
  /** What --help says. */
  help: string;
  default?: string;
}

/** Every setting of the controller; its name is its environment variable. */
const SETTINGS = {
  LOA_DATA: { schema: z.string().min(1), default: './data', help: 'folder of database, audio and keys' },
  LOA_HTTP_HOST: {
    schema: z.string().min(1),
    default: '127.0.0.1',
    help: 'address for pages, API and boxes',
  },
  LOA_HTTP_PORT: { schema: Port, default: '8080', help: 'its port; 0 for any free one' },
  LOA_PUBLIC_URL: {
    schema: z
      .url({ protocol: /^https?$/ })
      .transform((url) => new URL(url).origin)
      .optional(),
    help: 'where people open the pages, e.g. https://loa.xa.vn; passkeys are bound to its name',
  },
  LOA_TLS_CERT: {
    schema: z.string().min(1).optional(),
    help: 'certificate chain (PEM file) for the pages: https instead of http; read again when it changes',
  },
  LOA_TLS_KEY: { schema: z.string().min(1).optional(), help: 'its private key (PEM file)' },
  LOA_BEHIND_PROXY: {
    schema: z.enum(['0', '1']),
    default: '0',
    help: '1: listen without TLS beyond this machine, because a proxy with TLS stands in front',
  },
  LOA_HTTP_PROXIES: { schema: whole(0, 10), default: '0', help: 'how many proxies stand in front' },
  LOA_MQTT_HOST: { schema: z.string().min(1), default: '127.0.0.1', help: 'address of the embedded broker' },
  LOA_MQTT_PLAIN: {
    schema: z.enum(['0', '1']),
    default: '0',
    help: '1: MQTT without TLS beyond this machine, because that network is closed (Docker, a VPN)',
  },
  LOA_MQTT_PORT: { schema: Port, default: '1883', help: 'its port; 0 for any free one' },
  LOA_MQTT_PUBLIC_URL: {
    schema: MqttUrl.optional(),
    help: 'what boxes are told to connect to (default: the embedded broker, as above)',
  },
  LOA_BOX_HOST: {
    schema: z.string().min(1).optional(),
    help: 'address where boxes connect over TLS (default: none; they use the plain ports above)',
  },
  LOA_BOX_NAME: {
    schema: z
      .string()
      .regex(/^[A-Za-z0-9.:-]{1,253}$/)
      .optional(),
    help: 'name or address that boxes are told to connect to (default: LOA_BOX_HOST)',
  },
  LOA_BOX_HTTPS_PORT: { schema: Port, default: '8443', help: 'their port for https; 0 for any free one' },
  LOA_BOX_MQTTS_PORT: { schema: Port, default: '8883', help: 'their port for mqtts; 0 for any free one' },
  LOA_MQTT_URL: { schema: MqttUrl.optional(), help: 'an external broker instead of the embedded one' },
  LOA_MQTT_USERNAME: { schema: z.string().max(200).optional(), help: 'for the external broker' },
  LOA_MQTT_PASSWORD: { schema: z.string().max(1000).optional(), help: 'for the external broker' },
  LOA_MQTT_PASSWORDS: {
    schema: z.enum(['tokens', 'files']),
    default: 'tokens',
    help: 'files: the external broker reads the files of `loa broker mosquitto`',
  },
  LOA_BROKER_HOOK_SECRET: {
    schema: z.string().min(32).max(200).optional(),
    help: 'the external broker asks /broker/auth and /broker/acl with it, as bearer (default: nobody may ask)',
  },
  LOA_LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    default: 'info',
    help: 'debug, info, warn, error or silent; logs are JSON lines on standard error',
  },
  LOA_UPLOAD_MAX_MB: { schema: whole(1, 10_000), default: '200', help: 'largest upload, megabytes' },
  LOA_UPLOAD_MAX_MINUTES: { schema: whole(1, 600), default: '60', help: 'longest recording, minutes' },
  LOA_SESSION_DAYS: { schema: whole(1, 90), default: '14', help: 'how long a sign-in holds however busy' },
  LOA_SESSION_IDLE_HOURS: { schema: whole(1, 720), default: '12', help: 'how long it holds without any use' },
  LOA_SECOND_FACTOR: {
    schema: z
      .string()
      .transform((text) => text.split(',').filter((role) => role !== 'none' && role !== ''))
      .pipe(z.array(Role)),
    default: 'admin,approver',
    help: 'roles that need more than a password, until an administrator says otherwise; or none',
  },
  LOA_CODE_HOURS: { schema: whole(1, 720), default: '48', help: 'how long an enrolment code may be used' },
  LOA_APPROVAL_DAYS: {
    schema: whole(1, 1000),
    default: '90',
    help: 'how long an approval is proposed to hold where the bulletin names no end',
  },
  LOA_NOW_LEAD_SECONDS: {
    schema: whole(1, 600),
    default: '10',
    help: 'how far ahead "now" lies, so that boxes can fetch and prepare',
  },
  LOA_ROOT_KEY: {
    schema: z.string().min(1).optional(),
    help: "the root's key file (default: keys/root.jwk in LOA_DATA, made on the first run)",
  },
  LOA_ADMIN_PASSWORD: {
    schema: z.string().min(10).max(200).optional(),
    help: 'of the first account, admin, on the first run (default: a one-time link to choose it, printed once)',
  },
} as const satisfies Record<string, Setting>;

/** Variables of the other programs, which may run in the same environment. */
const OTHERS = /^LOA_(AGENT|TEST|DEMO|BENCH|PROVE)_|^LOA_(SERVER|TOKEN|PASSWORD|KEY_PASSPHRASE)$/;

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

export interface ControllerConfig {
  dataFolder: string;
  /** Where people open the pages (an origin); null: nobody said. */
  publicUrl: string | null;
  http: { host: string; port: number; proxies: number; tls: TlsFiles | null };
  mqtt:
    | { kind: 'embedded'; host: string; port: number; publicUrl: string | null }
    | { kind: 'external'; url: string; username: string; password: string; publicUrl: string };
  /** How an external broker knows who may do what. */
  brokerAccess: { passwords: 'tokens' | 'files'; hookSecret: string | null };
  /** The boxes' listener over TLS, if there is one. */
  boxes: BoxesListener | null;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  upload: { maxBytes: number; maxDurationMs: number };
  sessionLifeMs: number;
  sessionIdleMs: number;
  secondFactorFor: readonly Role[];
  codeLifeMs: number;
  approvalLifeMs: number;
  nowLeadMs: number;
  rootKeyFile: string | null;
  adminPassword: string | null;
}

/** The settings in an environment. Throws `SettingError` naming the first that cannot be used. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ControllerConfig {
  for (const name of Object.keys(env)) {
    if (!name.startsWith('LOA_') || Object.hasOwn(SETTINGS, name) || OTHERS.test(name)) continue;
    throw new SettingError(`${name} is not a setting of the controller. Type --help for the list.`);
  }
  const read = <T>(name: keyof typeof SETTINGS, schema: z.ZodType<T>): T => {
    const setting: Setting = SETTINGS[name];
    const parsed = schema.safeParse(env[name] || setting.default);
    if (parsed.success) return parsed.data;
    const why = parsed.error.issues[0]?.message ?? 'it cannot be used';
    // Its value is not repeated: it may be a secret.
    throw new SettingError(`${name} cannot be used: ${why} (${setting.help}).`);
  };
  const s = SETTINGS;
  const boxes = readBoxes({
    host: read('LOA_BOX_HOST', s.LOA_BOX_HOST.schema),
    name: read('LOA_BOX_NAME', s.LOA_BOX_NAME.schema),
    httpsPort: read('LOA_BOX_HTTPS_PORT', s.LOA_BOX_HTTPS_PORT.schema),
    mqttsPort: read('LOA_BOX_MQTTS_PORT', s.LOA_BOX_MQTTS_PORT.schema),
  });
  return {
    boxes,
    dataFolder: read('LOA_DATA', s.LOA_DATA.schema),
    publicUrl: read('LOA_PUBLIC_URL', s.LOA_PUBLIC_URL.schema) ?? null,
    http: readHttp({
      host: read('LOA_HTTP_HOST', s.LOA_HTTP_HOST.schema),
      port: read('LOA_HTTP_PORT', s.LOA_HTTP_PORT.schema),
      proxies: read('LOA_HTTP_PROXIES', s.LOA_HTTP_PROXIES.schema),
      behindProxy: read('LOA_BEHIND_PROXY', s.LOA_BEHIND_PROXY.schema) === '1',
      certificate: read('LOA_TLS_CERT', s.LOA_TLS_CERT.schema),
      key: read('LOA_TLS_KEY', s.LOA_TLS_KEY.schema),
    }),
    brokerAccess: {
      passwords: read('LOA_MQTT_PASSWORDS', s.LOA_MQTT_PASSWORDS.schema),
      hookSecret: read('LOA_BROKER_HOOK_SECRET', s.LOA_BROKER_HOOK_SECRET.schema) ?? null,
    },
    mqtt: readMqtt({
      overTls: boxes !== null,
      plain: read('LOA_MQTT_PLAIN', s.LOA_MQTT_PLAIN.schema) === '1',
      host: read('LOA_MQTT_HOST', s.LOA_MQTT_HOST.schema),
      port: read('LOA_MQTT_PORT', s.LOA_MQTT_PORT.schema),
      publicUrl: read('LOA_MQTT_PUBLIC_URL', s.LOA_MQTT_PUBLIC_URL.schema),
      url: read('LOA_MQTT_URL', s.LOA_MQTT_URL.schema),
      username: read('LOA_MQTT_USERNAME', s.LOA_MQTT_USERNAME.schema),
      password: read('LOA_MQTT_PASSWORD', s.LOA_MQTT_PASSWORD.schema),
    }),
    logLevel: read('LOA_LOG_LEVEL', s.LOA_LOG_LEVEL.schema),
    upload: {
      maxBytes: read('LOA_UPLOAD_MAX_MB', s.LOA_UPLOAD_MAX_MB.schema) * 1024 * 1024,
      maxDurationMs: read('LOA_UPLOAD_MAX_MINUTES', s.LOA_UPLOAD_MAX_MINUTES.schema) * MINUTE,
    },
    sessionLifeMs: read('LOA_SESSION_DAYS', s.LOA_SESSION_DAYS.schema) * DAY,
    sessionIdleMs: read('LOA_SESSION_IDLE_HOURS', s.LOA_SESSION_IDLE_HOURS.schema) * HOUR,
    secondFactorFor: read('LOA_SECOND_FACTOR', s.LOA_SECOND_FACTOR.schema),
    codeLifeMs: read('LOA_CODE_HOURS', s.LOA_CODE_HOURS.schema) * HOUR,
    approvalLifeMs: read('LOA_APPROVAL_DAYS', s.LOA_APPROVAL_DAYS.schema) * DAY,
    nowLeadMs: read('LOA_NOW_LEAD_SECONDS', s.LOA_NOW_LEAD_SECONDS.schema) * 1000,
    rootKeyFile: read('LOA_ROOT_KEY', s.LOA_ROOT_KEY.schema) ?? null,
    adminPassword: read('LOA_ADMIN_PASSWORD', s.LOA_ADMIN_PASSWORD.schema) ?? null,
  };
}

interface HttpSettings {
  host: string;
  port: number;
  proxies: number;
  behindProxy: boolean;
  certificate: string | undefined;
  key: string | undefined;
}

/** Passwords and sessions of staff never cross a network in the clear, unless somebody says that they do not. */
function readHttp({ behindProxy, certificate, key, ...address }: HttpSettings): ControllerConfig['http'] {
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

function readBoxes({
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

function readMqtt({
  overTls,
  plain,
  host,
  port,
  publicUrl,
  url,
  username,
  password,
}: MqttSettings): ControllerConfig['mqtt'] {
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

/** What --help prints. */
export function configHelp(): string {
  const lines = Object.entries<Setting>(SETTINGS).map(([name, setting]) => {
    const fallback = setting.default === undefined ? '' : ` [${setting.default}]`;
    return `  ${name.padEnd(22)} ${setting.help}${fallback}`;
  });
  return ['Loa Làng controller. Settings are environment variables:', '', ...lines, ''].join('\n');
}
