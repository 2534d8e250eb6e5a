/**
 * The message bus: what MQTT 3.1.1 gives at QoS 1 and no more. Delivery is at least once, order holds per topic
 * and publisher, retained messages may vanish with the broker (republish on every `connected`).
 */
export interface Bus {
  /**
   * Resolves when the broker acknowledged it (QoS 1), which is not durability.
   * Rejects with `BusOfflineError` at once while there is no connection: callers keep what matters themselves.
   */
  publish(topic: string, payload: Uint8Array, options?: PublishOptions): Promise<void>;
  /**
   * Delivers messages whose topic matches `filter` (MQTT wildcards), now and after every reconnection.
   * Handlers of one bus run one after the other, in arrival order. Resolves once the first subscription is
   * acknowledged or, while offline, as soon as it is remembered; a refused filter is reported through
   * `onState` as `denied`.
   */
  subscribe(filter: string, handler: BusHandler): Promise<Unsubscribe>;
  /** Calls `listener` on every change and once at once with the present state. */
  onState(listener: (state: BusState) => void): Unsubscribe;
  /** Connects, and reconnects with jittered backoff until stopped. */
  start(): Promise<BusStop>;
}

export interface PublishOptions {
  qos?: 0 | 1;
  retain?: boolean;
}

export interface BusMessage {
  topic: string;
  payload: Uint8Array;
  /** True when the broker delivered it as a retained message on subscribing. */
  retained: boolean;
}

export type BusHandler = (message: BusMessage) => void | Promise<void>;
export type Unsubscribe = () => void;
export type BusStop = () => Promise<void>;

export type BusState =
  | { kind: 'connected' }
  | { kind: 'disconnected'; reason: string }
  | { kind: 'denied'; filter: string };
