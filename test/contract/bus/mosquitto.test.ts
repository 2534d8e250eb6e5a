import { mosquittoBench } from '../../support/broker-bench.js';
import { describeNeeding } from '../../support/needs.js';
import { busContract } from './bus-contract.js';

describeNeeding('mosquitto', "the MQTT bus over Debian's Mosquitto", (path) =>
  busContract(() => mosquittoBench(path)),
);
