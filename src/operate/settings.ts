/** Reads the configuration, for the operator's commands. */
import { config as readDotenv } from 'dotenv';
import { type Config, formatProblems, readConfig } from '../config/config.ts';
import { refuse } from './refuse.ts';

/**
 * Reads the environment and `.env`, as a start does. Ends the process when something is wrong.
 * @param env the process's environment, to which `.env` is added
 * @param places where to find the values of some variables, by name; replaces the usual hints
 */
export function configOrRefuse(
  env: NodeJS.ProcessEnv,
  places: Readonly<Record<string, string>> = {},
): Config {
  readDotenv({ quiet: true });
  const read = readConfig(env);
  if (!('problems' in read)) return read.config;
  const problems = read.problems.map((one) => ({ ...one, where: places[one.variable] ?? one.where }));
  return refuse(formatProblems(problems));
}
