/** The sandbox's Box has the same names as Box's definition: of fields that can be requested, and of routes. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COVERED, NOT_COVERED } from '../../sandbox/box/coverage.ts';
import { FILE_FIELDS, FOLDER_FIELDS, USER_FIELDS, WEB_LINK_FIELDS } from '../../sandbox/box/known-fields.ts';
import { isRecord } from './openapi-normalise.ts';

const FAMILIES =
  /^\/(sign_|files|folders|users|webhooks|search|shared_items|recent_items|events|authorize|oauth2)/;

const path = process.env['BOX_OPENAPI'] ?? '';

/** The properties of a schema and of all that it extends. */
function propertiesOf(schemas: Record<string, unknown>, schema: unknown): string[] {
  if (!isRecord(schema)) return [];
  const { $ref: reference, properties, allOf } = schema;
  if (typeof reference === 'string') return propertiesOf(schemas, schemas[reference.split('/').at(-1) ?? '']);
  const inherited = Array.isArray(allOf) ? allOf.flatMap((one) => propertiesOf(schemas, one)) : [];
  return [...(isRecord(properties) ? Object.keys(properties) : []), ...inherited];
}

it.skipIf(path === '').each([
  ['File--Full', FILE_FIELDS],
  ['Folder--Full', FOLDER_FIELDS],
  ['User--Full', USER_FIELDS],
  ['WebLink', WEB_LINK_FIELDS],
])('%s: Box has the fields that the sandbox knows (BOX_OPENAPI)', (name, fields) => {
  const document = JSON.parse(readFileSync(path, 'utf8')) as {
    components: { schemas: Record<string, unknown> };
  };
  const { schemas } = document.components;
  expect([...fields].sort()).toEqual([...new Set(propertiesOf(schemas, schemas[name]))].sort());
});

it.skipIf(path === '')('the sandbox’s table of routes has every route of its families (BOX_OPENAPI)', () => {
  const { paths } = JSON.parse(readFileSync(path, 'utf8')) as { paths: Record<string, object> };
  // The definition repeats a path with a `#` suffix for another use of it.
  const own = Object.entries(paths).filter(([at]) => FAMILIES.test(at) && !at.includes('#'));
  const operations = own.flatMap(([at, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${at}`),
  );
  const named = [
    ...Object.keys(COVERED),
    ...NOT_COVERED.flatMap(([methods, at]) => methods.split(' ').map((method) => `${method} ${at}`)),
  ].map((row) => row.replace(/ \/((?:api\/)?2\.0|api\/oauth2(?=\/authorize))/, ' '));
  expect(named.sort()).toEqual(operations.sort());
});
