import { z } from 'zod';

const Count = z.int().min(0);

/** What the embedded broker does and refused since it started; of an external one nothing is known here. */
export const BrokerStatus = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('embedded'),
      connectedBoxes: Count,
      /** Messages and wills set aside, by reason. */
      quarantined: z.object({ qos: Count, topic: Count, retain: Count, size: Count }),
      refusedSignIns: Count,
      refusedSubscriptions: Count,
      tooLarge: Count,
      slowPeers: Count,
      delayedReads: Count,
      crowded: Count,
    }),
    z.object({ kind: z.literal('external') }),
  ])
  .meta({ id: 'BrokerStatus' });
export type BrokerStatus = z.infer<typeof BrokerStatus>;
