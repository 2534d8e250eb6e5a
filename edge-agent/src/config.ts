import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SettingError } from '@loa/shared/errors';
import { z } from 'zod';

const Megabytes = z.coerce.number().min(1).max(1_000_000);

/** `wav`, `alsa`, `pipe:PATH` …, comma separated, or JSON: the sound side reads the single outputs. */
const Outputs = z.union([
  z
    .array(z.union([z.string(), z.looseObject({ kind: z.string() })]))
    .min(1)
    .max(16),
  z.string(),
]);

const Settings = z.object({
  server: z
    .url({ protocol: /^https?$/, error: 'expected an address like http://192.168.1.10:8080' })
    .optional(),
  mqtt: z
    .url({ protocol: /^(mqtts?|wss?)$/, error: 'expected an address like mqtt://192.168.1.10:1883' })
    .optional(),
  code: z.string().max(40).optional(),
  outputs: Outputs.default('wav'),
  name: z.string().min(1).max(100).optional(),
  audioQuotaMb: Megabytes.default(2_000),
  wavQuotaMb: Megabytes.default(200),
  /** How much nearer to the listeners than the farthest loudspeaker in earshot this one stands. */
  distanceMetres: z.coerce.number().min(0).max(1_000).default(0),
  /** Where the box listens to itself: `alsa:DEVICE` or `pipe:PATH`. */
  capture: z.string().max(500).optional(),
  journalQuotaMb: Megabytes.default(200),
  dataMbPerMonth: Megabytes.optional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = Omit<z.infer<typeof Settings>, 'outputs'> & { dataDir: string; outputs: OutputText[] };
/** One output as written: a short form, or the object of the settings file. */
export type OutputText = string | Record<string, unknown>;

/** Environment name → setting. The environment wins over the file. */
const ENVIRONMENT = {
  LOA_AGENT_SERVER: 'server',
  LOA_AGENT_MQTT: 'mqtt',
  LOA_AGENT_CODE: 'code',
  LOA_AGENT_OUTPUTS: 'outputs',
  LOA_AGENT_NAME: 'name',
  LOA_AGENT_AUDIO_QUOTA_MB: 'audioQuotaMb',
  LOA_AGENT_WAV_QUOTA_MB: 'wavQuotaMb',
  LOA_AGENT_DISTANCE_METRES: 'distanceMetres',
  LOA_AGENT_CAPTURE: 'capture',
  LOA_AGENT_JOURNAL_QUOTA_MB: 'journalQuotaMb',
  LOA_AGENT_DATA_MB_PER_MONTH: 'dataMbPerMonth',
  LOA_AGENT_LOG_LEVEL: 'logLevel',
} as const satisfies Record<string, keyof z.infer<typeof Settings>>;

export const SETTINGS_FILE = 'settings.json';

/** Reads LOA_AGENT_* over `settings.json` in the data folder. One clear line says what is wrong. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const dataDir = resolve(env.LOA_AGENT_DATA ?? './data');
  const given: Record<string, unknown> = { ...fromFile(join(dataDir, SETTINGS_FILE)) };
  for (const name of Object.keys(env)) {
    if (!name.startsWith('LOA_AGENT_') || name === 'LOA_AGENT_DATA') continue;
    const key = Object.entries(ENVIRONMENT).find(([known]) => known === name)?.[1];
    if (key === undefined) {
      throw new SettingError(`The setting ${name} is not known. Known are: ${knownNames().join(', ')}.`);
    }
    if (env[name] !== '') given[key] = env[name];
  }
  const parsed = Settings.strict().safeParse(given);
  if (!parsed.success) throw new SettingError(sentence(parsed.error));
  return { ...parsed.data, dataDir, outputs: splitOutputs(parsed.data.outputs) };
}

export function knownNames(): string[] {
  return ['LOA_AGENT_DATA', ...Object.keys(ENVIRONMENT)];
}

function fromFile(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return parsed.data;
  } catch (error) {
    throw new SettingError(`The settings file ${path} cannot be read: ${messageOf(error)}`);
  }
  throw new SettingError(`The settings file ${path} must hold one JSON object.`);
}

/** Commas separate short forms; text that begins with a bracket or brace is JSON. */
function splitOutputs(outputs: z.infer<typeof Outputs>): OutputText[] {
  if (typeof outputs !== 'string') return outputs;
  const text = outputs.trim();
  if (!text.startsWith('[') && !text.startsWith('{')) {
    const parts = text.split(',').map((part) => part.trim());
    if (parts.some((part) => part === '')) throw new SettingError('The setting outputs has an empty entry.');
    return parts;
  }
  try {
    const json: unknown = JSON.parse(text);
    const parsed = Outputs.safeParse(Array.isArray(json) ? json : [json]);
    if (parsed.success && typeof parsed.data !== 'string') return parsed.data;
  } catch {
    // Told below.
  }
  throw new SettingError(
    'The setting outputs is neither short forms (wav,alsa,pipe:PATH) nor a JSON list of outputs.',
  );
}

function sentence(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue?.path.join('.') || 'settings';
  const env = Object.entries(ENVIRONMENT).find(([, key]) => key === where)?.[0];
  return `The setting ${where}${env ? ` (${env})` : ''} cannot be used: ${issue?.message ?? 'unknown'}.`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
