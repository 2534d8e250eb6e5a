import { BrokerStatus } from '@loa/shared/api/broker';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

/** For whoever wonders why a box does not connect, or whether somebody knocks at the door. */
export function createBrokerRoutes({ broker }: Pick<ApiPorts, 'broker'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/broker',
      tag: 'boxes',
      summary: 'Connected boxes, and what the embedded broker refused or put off since it started',
      action: 'broker.read',
      response: { status: 200, schema: BrokerStatus },
      target: ({ actor }) => target([actor.areaId], null),
      handle() {
        const status = broker.status?.();
        return status ? json(status) : notFound('số liệu về đường kết nối tới loa');
      },
    }),
  ];
}
