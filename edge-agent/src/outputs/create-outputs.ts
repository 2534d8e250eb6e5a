import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { SettingError } from '@loa/shared/errors';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { z } from 'zod';
import { createAlsaOutput } from './alsa.js';
import type { Output } from './output.js';
import { createPipeOutput } from './pipe.js';
import { createWavOutput } from './wav-file.js';

const OutputSetting = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('wav') }),
  z.strictObject({ kind: z.literal('alsa'), device: z.string().min(1).default('default') }),
  z.strictObject({ kind: z.literal('pipe'), path: z.string().min(1) }),
  /** The sound card where there is one, else nothing. */
  z.strictObject({ kind: z.literal('auto') }),
]);
type OutputSetting = z.infer<typeof OutputSetting>;

export interface OutputPorts {
  /** Short forms (`wav`, `alsa`, `alsa:DEVICE`, `pipe:PATH`, `auto`) or objects with `kind`. */
  outputs: readonly (string | Record<string, unknown>)[];
  dataDir: string;
  boxId: string;
  wavQuotaBytes: number;
  clock: Clock;
  log: Logger;
  hasSoundCard?: () => boolean;
}

/** The box's outputs from its settings; a setting that makes no sense is a SettingError. */
export function createOutputs(ports: OutputPorts): Output[] {
  const { clock, log, dataDir, boxId } = ports;
  const outputs: Output[] = [];
  for (const setting of ports.outputs.map(parseOutput)) {
    switch (setting.kind) {
      case 'wav':
        outputs.push(
          createWavOutput({ folder: join(dataDir, 'sessions'), boxId, quotaBytes: ports.wavQuotaBytes, log }),
        );
        break;
      case 'alsa':
        outputs.push(createAlsaOutput({ device: setting.device, clock, log }));
        break;
      case 'pipe':
        outputs.push(createPipeOutput({ path: setting.path, log }));
        break;
      case 'auto':
        if ((ports.hasSoundCard ?? findSoundCard)())
          outputs.push(createAlsaOutput({ device: 'default', clock, log }));
        break;
    }
  }
  const ids = outputs.map(({ id }) => id);
  if (new Set(ids).size < ids.length)
    throw new SettingError(`The setting outputs names ${ids.join(', ')}: each kind stands once.`);
  return outputs;
}

function parseOutput(written: string | Record<string, unknown>): OutputSetting {
  const parsed = OutputSetting.safeParse(typeof written === 'string' ? fromShortForm(written) : written);
  if (parsed.success) return parsed.data;
  throw new SettingError(
    `The output ${JSON.stringify(written)} is not known. Known are: wav, alsa, alsa:DEVICE, pipe:PATH, auto.`,
  );
}

function fromShortForm(text: string): Record<string, string> {
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
