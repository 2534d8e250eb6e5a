import { Role } from '@loa/shared/api/role';
import { z } from 'zod';

const Port = z.coerce.number().int().min(0).max(65_535);
const MqttUrl = z.url({ protocol: /^(mqtts?|wss?)$/ });
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

export interface Setting {
  schema: z.ZodType;
  /** What --help says. */
  help: string;
  default?: string;
}

/** Every setting of the controller; its name is its environment variable. */
export const SETTINGS = {
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
export const OTHERS = /^LOA_(AGENT|TEST|DEMO|BENCH|PROVE)_|^LOA_(SERVER|TOKEN|PASSWORD|KEY_PASSPHRASE)$/;
