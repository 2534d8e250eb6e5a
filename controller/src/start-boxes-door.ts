import { isIPv6 } from 'node:net';
import type { TlsPin } from '@loa/shared/messages/agent-http';
import type { BoxesListener } from './config-listeners.js';
import { type HttpDoor, openHttpDoor } from './http/server.js';
import { type BoxesTls, derOf, loadBoxesTls } from './trust/boxes-tls.js';

/** Where boxes connect over TLS: HTTPS, listening, and what the broker's listener needs. */
export interface BoxesDoor {
  http: HttpDoor;
  /** What boxes pin when they enrol: of the authority that is shown now. */
  readonly pin: TlsPin;
  mqtt: BoxesMqtt;
  /** From now on HTTPS shows another certificate, and boxes that enrol pin its authority. */
  show(tls: BoxesTls): void;
}

export interface BoxesMqtt {
  host: string;
  port: number;
  /** The name boxes are told, in brackets where it is an IPv6 address. */
  name: string;
  certificate: string;
  key: string;
}

/** Opens the boxes' HTTPS with the certificate of its own authority; both are made at the first start. */
export async function openBoxesDoor(settings: BoxesListener, keysFolder: string): Promise<BoxesDoor> {
  const { host } = settings;
  const tls = await loadBoxesTls(keysFolder, [settings.name]);
  const http = await openHttpDoor({ host, port: settings.httpsPort, tls });
  const name = isIPv6(settings.name) ? `[${settings.name}]` : settings.name;
  const pinOf = ({ authority }: BoxesTls) => ({
    ca: derOf(authority),
    server: `https://${name}:${http.port}`,
  });
  let pin = pinOf(tls);
  return {
    http,
    get pin() {
      return pin;
    },
    mqtt: { host, port: settings.mqttsPort, name, certificate: tls.certificate, key: tls.key },
    show(next) {
      http.show(next);
      pin = pinOf(next);
    },
  };
}
