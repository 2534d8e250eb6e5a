import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { createAlsaOutput } from './alsa.js';
import { createAxisOutput } from './axis/axis-output.js';
import { createIcecastOutput } from './icecast/icecast-output.js';
import type { Output } from './output.js';
import type { OutputSpec, RelaySettings } from './output-spec.js';
import { createPipeOutput } from './pipe.js';
import { createRtpOutput } from './rtp/rtp-output.js';
import { createCommandRelay } from './warm-up/command-relay.js';
import { createGpioRelay } from './warm-up/gpio-relay.js';
import type { Relay } from './warm-up/relay.js';
import { withWarmUp } from './warm-up/warm-up.js';
import { createWavOutput } from './wav-file.js';

export interface BuildPorts {
  specs: readonly OutputSpec[];
  boxId: string;
  clock: Clock;
  random: Random;
  log: Logger;
}

/** The outputs themselves. Nothing that this file needs reads settings or knows zod: the sound thread stays small. */
export function buildOutputs(ports: BuildPorts): Output[] {
  const { clock, log } = ports;
  return ports.specs.map((spec) => {
    // Not by spreading, which would read `continuous` once and for all.
    const plain: Output = Object.defineProperty(build(spec, ports), 'trim', {
      value: spec.trim,
      enumerable: true,
    });
    if (!spec.warmUp) return plain;
    const { leadMs, holdMs, relay } = spec.warmUp;
    return withWarmUp(plain, { leadMs, holdMs, relay: relay ? relayOf(relay, ports) : null, clock, log });
  });
}

function build(spec: OutputSpec, ports: BuildPorts): Output {
  const { boxId, clock, random, log } = ports;
  switch (spec.kind) {
    case 'wav':
      return createWavOutput({ id: spec.id, folder: spec.folder, boxId, quotaBytes: spec.quotaBytes, log });
    case 'alsa':
      return createAlsaOutput({ ...spec, clock, log });
    case 'pipe':
      return createPipeOutput({ id: spec.id, path: spec.path, log });
    case 'rtp':
      return createRtpOutput({ settings: spec.rtp, boxId, clock, random, log });
    case 'axis':
      return createAxisOutput({ settings: spec.axis, clock, random, log });
    case 'icecast':
      return createIcecastOutput({ settings: spec.icecast, clock, log });
  }
}

function relayOf(relay: RelaySettings, { clock, log }: BuildPorts): Relay {
  switch (relay.kind) {
    case 'gpio':
      return createGpioRelay({ gpio: relay, clock, log });
    case 'command':
      return createCommandRelay({ on: relay.on, off: relay.off, log });
  }
}
