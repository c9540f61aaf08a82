/** What the container image holds, read from the last stage of `Dockerfile`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../shape/tree.ts';

/** The image, as the last stage of `Dockerfile` describes it. */
export interface Image {
  /**
   * The files that are copied from the build stage, as paths such as `dist/*.js`; `node_modules` is one of
   * them.
   */
  readonly copied: readonly { readonly from: string; readonly to: string }[];
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly healthcheck: readonly string[];
  /** The user and the group, as in `USER`. */
  readonly user: string;
}

/** Reads the last stage. @throws when an instruction that the image needs is missing */
export function readImage(text = readFileSync(join(projectRoot, 'Dockerfile'), 'utf8')): Image {
  const stage = text
    .replace(/\\\n\s*/g, '')
    .split(/^FROM /m)
    .at(-1);
  const all = (instruction: string): string[] =>
    [...(stage ?? '').matchAll(new RegExp(`^${instruction} (.*)$`, 'gm'))].map(([, rest]) => rest ?? '');
  const only = (instruction: string): string => {
    const [rest, ...more] = all(instruction);
    if (rest === undefined || more.length > 0) throw new Error(`Dockerfile: one ${instruction} is needed`);
    return rest;
  };
  const list = (words: string): string[] => JSON.parse(words.slice(words.indexOf('['))) as string[];
  return {
    copied: all('COPY --from=build').flatMap((rest) => {
      const paths = rest.split(' ');
      const to = paths.pop() ?? '';
      return paths.map((path) => ({ from: path.replace(/^\/build\//, ''), to }));
    }),
    env: Object.fromEntries(
      all('ENV').flatMap((rest) => rest.split(' ').map((pair) => pair.split('=') as [string, string])),
    ),
    entrypoint: list(only('ENTRYPOINT')),
    healthcheck: list(only('HEALTHCHECK')),
    user: only('USER'),
  };
}
