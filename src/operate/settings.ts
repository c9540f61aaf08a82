/** The configuration, for the operator's commands. */
import { config as readDotenv } from 'dotenv';
import { type Config, formatProblems, readConfig } from '../config/config.ts';
import { refuse } from './refuse.ts';

/** Reads the environment and `.env`, as a start does. Ends the process when something is wrong. @param env the process's, to which `.env` is added */
export function configOrRefuse(env: NodeJS.ProcessEnv): Config {
  readDotenv({ quiet: true });
  const read = readConfig(env);
  return 'problems' in read ? refuse(formatProblems(read.problems)) : read.config;
}
