import { controllerFilters, topics } from '@loa/shared/topics';

export interface MosquittoBox {
  boxId: string;
  areas: readonly string[];
}

export interface MosquittoConf {
  /** Where the files lie, as Mosquitto finds them. */
  folder: string;
  /** For the controller, on this machine alone, without TLS. */
  plainPort: number;
  /** For boxes; none without certificates. */
  tlsPort: number | null;
}

const HEAD = '# Written by `loa broker mosquitto`; it writes them anew, so change nothing here.';

/**
 * Which topics are whose, as Mosquitto reads them. It grants every subscription and then delivers only what may be read,
 * so a wildcard hears no more than the topics of this list. It knows no QoS and no retain.
 */
export function mosquittoAcl(controller: string, boxes: readonly MosquittoBox[]): string {
  const lines = [
    HEAD,
    '# Every box, by its name (%u).',
    `pattern write ${topics.report('%u')}`,
    `pattern write ${topics.status('%u')}`,
    `pattern read ${topics.plan('%u')}`,
    `pattern read ${topics.receipt('%u')}`,
    '',
    `user ${controller}`,
    ...[topics.plan('+'), topics.receipt('+'), topics.override('+'), topics.roster('+')].map(
      (topic) => `topic write ${topic}`,
    ),
    ...[controllerFilters.reports, controllerFilters.statuses].map((topic) => `topic read ${topic}`),
  ];
  for (const { boxId, areas } of boxes) {
    lines.push('', `user ${boxId}`);
    for (const area of areas) {
      lines.push(`topic read ${topics.override(area)}`, `topic read ${topics.roster(area)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

export function mosquittoConf({ folder, plainPort, tlsPort }: MosquittoConf): string {
  const limits = ['use_username_as_clientid true', 'max_qos 1'];
  const lines = [
    HEAD,
    '# Started with it: mosquitto -c FOLDER/mosquitto.conf, or include_dir from the system’s own.',
    'per_listener_settings false',
    'allow_anonymous false',
    'allow_zero_length_clientid false',
    `password_file ${folder}/passwords`,
    `acl_file ${folder}/acl`,
    '# Nothing is kept over a restart: the controller publishes anew.',
    'persistence false',
    '# A plan of a megabyte and its topic. Mosquitto knows one bound for both ways.',
    'max_packet_size 1049600',
    'max_keepalive 120',
    'max_inflight_messages 20',
    '# A frozen box loses what waits beyond this, and hears what is retained when it returns.',
    'max_queued_messages 100',
    'max_queued_bytes 4194304',
    'set_tcp_nodelay true',
    '',
    '# The controller, on this machine alone.',
    `listener ${plainPort} 127.0.0.1`,
    ...limits,
  ];
  if (tlsPort !== null) {
    lines.push(
      '',
      '# Boxes: they believe the authority that they pinned when they enrolled.',
      `listener ${tlsPort}`,
      ...limits,
      `certfile ${folder}/server.crt`,
      `keyfile ${folder}/server.key`,
      'tls_version tlsv1.2',
    );
  }
  return `${lines.join('\n')}\n`;
}
