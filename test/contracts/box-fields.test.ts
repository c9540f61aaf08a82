/** The fields that the sandbox's Box accepts in `fields` are those that Box's definition has. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FILE_FIELDS, FOLDER_FIELDS, USER_FIELDS, WEB_LINK_FIELDS } from '../../sandbox/box/known-fields.ts';
import { isRecord } from './openapi-normalise.ts';

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
])('%s has the fields that the sandbox knows (BOX_OPENAPI)', (name, fields) => {
  const document = JSON.parse(readFileSync(path, 'utf8')) as {
    components: { schemas: Record<string, unknown> };
  };
  const { schemas } = document.components;
  expect([...fields].sort()).toEqual([...new Set(propertiesOf(schemas, schemas[name]))].sort());
});
