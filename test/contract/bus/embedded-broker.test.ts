import { describe } from 'vitest';
import { aedesBench } from '../../support/broker-bench.js';
import { busContract } from './bus-contract.js';

describe('the MQTT bus over the embedded broker', () => busContract(aedesBench));
