import { describe } from 'vitest';
import { fakeBench } from '../../support/broker-bench.js';
import { busContract } from './bus-contract.js';

describe('the fake bus', () => busContract(fakeBench));
