import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingError } from '@loa/shared/errors';
import type { z } from 'zod';
import { STATIC_TYPE } from './codecs/payload.js';
import type { Rank } from './output.js';
import { type OutputSetting, outputSetting } from './output-setting.js';
import type { OutputSpec } from './output-spec.js';
import { PAGING_PRESETS } from './rtp/paging-presets.js';
import type { Destination, RtpSettings } from './rtp/rtp-output.js';

export interface ReadPorts {
  /** Short forms (`wav`, `alsa`, `alsa:DEVICE`, `pipe:PATH`, `auto`) or objects with `kind`. */
  outputs: readonly (string | Record<string, unknown>)[];
  dataDir: string;
  wavQuotaBytes: number;
  hasSoundCard?: () => boolean;
}

/** The box's outputs from its settings, as plain data. A setting that makes no sense is a SettingError. */
export function readOutputs(ports: ReadPorts): OutputSpec[] {
  const specs = ports.outputs.flatMap((written) => {
    const setting = parse(written);
    return setting.enabled ? (toSpec(setting, ports) ?? []) : [];
  });
  const ids = specs.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) {
    throw new SettingError(
      `The setting outputs names ${ids.join(', ')}: two are called ${twice}. Give each an "id" of its own.`,
    );
  }
  return specs;
}

/** The payload type of a codec that has none of its own: the first of those free for agreements (RFC 3551 §3). */
const DYNAMIC_TYPE = 96;

function toSpec(setting: OutputSetting, ports: ReadPorts): OutputSpec | null {
  const { gainDb, offsetMs, warmUp } = setting;
  const id = setting.id ?? (setting.kind === 'auto' ? 'alsa' : setting.kind);
  const common = { id, trim: { gainDb, offsetMs }, ...(warmUp ? { warmUp: warmUpOf(warmUp) } : {}) };
  switch (setting.kind) {
    case 'wav':
      return {
        ...common,
        kind: 'wav',
        folder: join(ports.dataDir, 'sessions'),
        quotaBytes: ports.wavQuotaBytes,
      };
    case 'pipe':
      return { ...common, kind: 'pipe', path: setting.path };
    case 'auto':
      if (!(ports.hasSoundCard ?? findSoundCard)()) return null;
      return { ...common, kind: 'alsa', device: 'default', bufferMs: 200, periodMs: 20 };
    case 'alsa': {
      const { device, bufferMs, periodMs, volume } = setting;
      return { ...common, kind: 'alsa', device, bufferMs, periodMs, ...(volume ? { volume } : {}) };
    }
    case 'rtp':
      return { ...common, kind: 'rtp', rtp: rtpOf(id, setting) };
    case 'axis': {
      const { url, user, rateHz, holdMs } = setting;
      const password = passwordOf(setting);
      const known = {
        ...(user === undefined ? {} : { user }),
        ...(password === undefined ? {} : { password }),
      };
      return { ...common, kind: 'axis', axis: { id, url, rateHz, holdMs, ...known } };
    }
    case 'icecast': {
      const { url, user, format, bitrateKbps, name } = setting;
      const password = passwordOf(setting) ?? '';
      const told = name === undefined ? {} : { name };
      return {
        ...common,
        kind: 'icecast',
        icecast: { id, url, user, password, format, bitrateKbps, ...told },
      };
    }
  }
}

function warmUpOf({ leadMs, holdMs, gpio, command }: NonNullable<OutputSetting['warmUp']>) {
  if (gpio) return { leadMs, holdMs, relay: { kind: 'gpio' as const, ...gpio } };
  if (command) return { leadMs, holdMs, relay: { kind: 'command' as const, ...command } };
  return { leadMs, holdMs };
}

function rtpOf(id: string, setting: Extract<OutputSetting, { kind: 'rtp' }>): RtpSettings {
  const { codec, ttl, dscp, continuous, hangoverMs } = setting;
  const preset = setting.vendor ? PAGING_PRESETS[setting.vendor] : null;
  const to = setting.to ?? preset?.to;
  if (!to) throw wrong(setting, 'to', 'say where it goes, as "224.0.2.60:50000", or name a "vendor"');
  const destinations = eachRank(to);
  for (const { address, port } of Object.values(destinations)) {
    if (port % 2 === 1 && !preset?.oddPorts) {
      throw wrong(
        setting,
        'to',
        `${address}:${port} has an odd port; RTP uses even ones (only Algo has odd zones)`,
      );
    }
  }
  return {
    ...{ id, codec, ttl, continuous, hangoverMs, to: destinations },
    payloadType: STATIC_TYPE[codec] ?? setting.payloadType ?? DYNAMIC_TYPE,
    ...(dscp === undefined ? {} : { dscp }),
    ...(setting.interface === undefined ? {} : { interface: setting.interface }),
  };
}

const RANKS: readonly Rank[] = ['normal', 'priority', 'live', 'emergency'];

/** A rank that is not named goes where the next lower named one goes. */
function eachRank(
  to: string | ({ normal: string } & Partial<Record<Rank, string | undefined>>),
): RtpSettings['to'] {
  let text = typeof to === 'string' ? to : to.normal;
  const found = new Map<Rank, Destination>();
  for (const rank of RANKS) {
    if (typeof to !== 'string') text = to[rank] ?? text;
    const colon = text.lastIndexOf(':');
    found.set(rank, { address: text.slice(0, colon), port: Number(text.slice(colon + 1)) });
  }
  const at = (rank: Rank): Destination => found.get(rank) ?? { address: '', port: 0 };
  return { normal: at('normal'), priority: at('priority'), live: at('live'), emergency: at('emergency') };
}

function passwordOf(setting: {
  kind: string;
  id?: string | undefined;
  password?: string | undefined;
  passwordFile?: string | undefined;
}) {
  if (setting.passwordFile === undefined) return setting.password;
  try {
    return readFileSync(setting.passwordFile, 'utf8').trim();
  } catch (error) {
    throw wrong(setting, 'passwordFile', error instanceof Error ? error.message : String(error));
  }
}

function parse(written: string | Record<string, unknown>): OutputSetting {
  const given = typeof written === 'string' ? fromShortForm(written) : written;
  const parsed = outputSetting.safeParse(given);
  if (parsed.success) return parsed.data;
  throw explain(given, typeof written === 'string' ? written : null, parsed.error);
}

const KNOWN = 'wav, alsa, alsa:DEVICE, pipe:PATH, auto; objects also of kind rtp, axis, icecast';

function explain(given: Record<string, unknown>, short: string | null, { issues }: z.ZodError): SettingError {
  const [issue] = issues;
  const about = { kind: String(given.kind), id: typeof given.id === 'string' ? given.id : undefined };
  if (short !== null || !issue || issue.path[0] === 'kind') {
    // Not the whole object: it may hold a password.
    const what = short ?? String(given.kind ?? 'without a kind');
    return new SettingError(`The output ${JSON.stringify(what)} is not known. Known are: ${KNOWN}.`);
  }
  return wrong(about, issue.path.join('.') || 'settings', issue.message);
}

function wrong(setting: { kind: string; id?: string | undefined }, field: string, why: string): SettingError {
  const name = setting.id === undefined ? setting.kind : `${setting.id} (${setting.kind})`;
  return new SettingError(`The output ${name}: ${field} cannot be used: ${why}.`);
}

function fromShortForm(text: string): Record<string, unknown> {
  const colon = text.indexOf(':');
  const kind = colon < 0 ? text : text.slice(0, colon);
  const rest = colon < 0 ? undefined : text.slice(colon + 1);
  if (rest === undefined) return { kind };
  return kind === 'pipe' ? { kind, path: rest } : { kind, device: rest };
}

function findSoundCard(): boolean {
  try {
    const listed = execFileSync('aplay', ['-l'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
    });
    return /^card \d/m.test(listed);
  } catch {
    return false;
  }
}
