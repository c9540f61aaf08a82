/** All scenarios; each has its own file. */
import type { Scenario } from './scenario.ts';
import { database } from './scenarios/database.ts';
import { disk } from './scenarios/disk.ts';
import { outage } from './scenarios/outage.ts';
import { pair } from './scenarios/pair.ts';
import { random } from './scenarios/random.ts';
import { socket } from './scenarios/socket.ts';
import { storm } from './scenarios/storm.ts';

export const scenarios: readonly Scenario[] = [random, pair, database, storm, socket, disk, outage];
