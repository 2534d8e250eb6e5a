import type { Role } from '@loa/shared/api/role';
import { SettingError } from '@loa/shared/errors';
import { DAY, HOUR, MINUTE } from '@loa/shared/instant';
import type { z } from 'zod';
import {
  type BoxesListener,
  type HttpListener,
  type MqttChoice,
  readBoxes,
  readHttp,
  readMqtt,
} from './config-listeners.js';
import { OTHERS, SETTINGS, type Setting } from './settings.js';

export interface ControllerConfig {
  dataFolder: string;
  /** Where people open the pages (an origin); null: nobody said. */
  publicUrl: string | null;
  http: HttpListener;
  mqtt: MqttChoice;
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

/** What --help prints. */
export function configHelp(): string {
  const lines = Object.entries<Setting>(SETTINGS).map(([name, setting]) => {
    const fallback = setting.default === undefined ? '' : ` [${setting.default}]`;
    return `  ${name.padEnd(22)} ${setting.help}${fallback}`;
  });
  return ['Loa Làng controller. Settings are environment variables:', '', ...lines, ''].join('\n');
}
