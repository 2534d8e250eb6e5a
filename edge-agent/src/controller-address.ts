import { SettingError } from '@loa/shared/errors';
import type { Identity } from './identity.js';
import type { TlsTrust } from './tls-trust.js';

/** Where the controller is, and whom to believe there. */
export interface ControllerAddress {
  /** Without a trailing slash. */
  server: string;
  mqtt: string;
  trust: TlsTrust;
}

interface Wished {
  server?: string | undefined;
  mqtt?: string | undefined;
}

/**
 * What the settings say, else what enrolment told. A box that pinned an authority never sends its token in the clear
 * over a network: a plain address counts only on this very machine (a tunnel's end), and else the pinned one is taken.
 */
export function controllerAddress(wished: Wished, identity: Identity): ControllerAddress {
  const choose = (ours: string | undefined, told: string) => {
    if (!identity.tls) return ours ?? told;
    return ours !== undefined && (isSecure(ours) || isLoopback(ours)) ? ours : told;
  };
  const server = choose(wished.server, identity.server).replace(/\/+$/, '');
  const mqtt = choose(wished.mqtt, identity.mqttUrl);
  if (identity.tls && !isSecure(mqtt) && !isLoopback(mqtt)) {
    throw new SettingError(
      `This box pinned a certificate, but its controller names ${mqtt}, which is not encrypted. Set LOA_AGENT_MQTT to an address like mqtts://loa.xa.vn:8883.`,
    );
  }
  return {
    server,
    mqtt,
    trust: identity.tls ? { kind: 'pinned', ca: [identity.tls.ca] } : { kind: 'system' },
  };
}

function isSecure(url: string): boolean {
  return /^(https|mqtts|wss):/.test(url);
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
