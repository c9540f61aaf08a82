/**
 * Puts Zod's issues into Slack's words: `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`.
 */
import type { z } from 'zod';
import { isObject } from '../json.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Slack's sentences for the issues; `root` is the pointer of the value that was checked (`/blocks`). */
export function slackErrors(issues: readonly Issue[], value: unknown, root: string): string[] {
  return issues.flatMap((issue) => sentences(issue, value, root, issue.path));
}

/** A sentence with its JSON pointer, as Slack writes it. */
export function atPointer(sentence: string, pointer: string): string {
  return `${sentence} [json-pointer:${pointer}]`;
}

function sentences(issue: Issue, value: unknown, root: string, path: Path): string[] {
  const here = (sentence: string, at: Path = path) => atPointer(sentence, pointerOf(root, at));
  const parent = path.slice(0, -1);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => here(`invalid additional property: ${key}`));
    case 'invalid_type':
      return valueAt(value, path) === undefined
        ? [here(`missing required field: ${String(path.at(-1))}`, parent)]
        : [here(`must provide ${withArticle(issue.expected)}`)];
    case 'too_big':
      return [here(tooBig(issue.origin, Number(issue.maximum)))];
    case 'too_small':
      return [here(tooSmall(issue.origin, Number(issue.minimum)))];
    case 'invalid_union':
      return [unionSentence(issue, value, path, here)];
    case 'invalid_value':
      return valueAt(value, path) === undefined
        ? [here(`missing required field: ${String(path.at(-1))}`, parent)]
        : [here(path.at(-1) === 'type' ? unsupported(value, path) : 'must be a valid enum value')];
    case 'invalid_format':
      return [here('failed to match the required format')];
    default:
      return [here(issue.message)];
  }
}

function unionSentence(
  issue: z.core.$ZodIssueInvalidUnion,
  value: unknown,
  path: Path,
  here: (sentence: string, at?: Path) => string,
): string {
  const owner = path.at(-1) === 'type' ? path.slice(0, -1) : path;
  const type = isObject(valueAt(value, owner)) ? valueAt(value, [...owner, 'type']) : null;
  const isTypeUnknown = issue.errors.length === 0;
  if (isTypeUnknown && type === undefined) return here('missing required field: type', owner);
  if (isTypeUnknown && typeof type === 'string') return here(`unsupported type: ${type}`, owner);
  return here('failed to match all allowed schemas', owner);
}

function unsupported(value: unknown, path: Path): string {
  return `unsupported type: ${String(valueAt(value, path))}`;
}

function tooBig(origin: string, maximum: number): string {
  if (origin === 'string') return `must be less than ${maximum + 1} characters`;
  if (origin === 'array') return `no more than ${maximum} items allowed`;
  return `must be less than ${maximum + 1}`;
}

function tooSmall(origin: string, minimum: number): string {
  if (origin === 'string') return `must be more than ${minimum - 1} characters`;
  if (origin === 'array') return `no fewer than ${minimum} items allowed`;
  return `must be more than ${minimum - 1}`;
}

function withArticle(type: string): string {
  const name = type === 'int' ? 'integer' : type;
  return /^[aeio]/.test(name) ? `an ${name}` : `a ${name}`;
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<PropertyKey, unknown>)[key];
  }
  return found;
}

function pointerOf(root: string, path: Path): string {
  return [root, ...path.map((key) => String(key).replace(/~/g, '~0').replace(/\//g, '~1'))].join('/');
}
