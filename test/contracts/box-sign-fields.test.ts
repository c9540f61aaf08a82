/**
 * Compares docs/box-sign-fields.md, which says where each of Box Sign's fields is used, with Box's
 * definition.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { boxFieldsOf, initialOptions } from '../../src/signing/option-values.ts';
import { type OptionId, options } from '../../src/signing/options.ts';

const definition = process.env['BOX_OPENAPI'] ?? '';
const page = readFileSync(new URL('../../docs/box-sign-fields.md', import.meta.url), 'utf8');
const listed = new Set(
  [...page.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => cell.match(/[a-z_]{2,}/g) ?? []),
);

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

function fieldsOf(schemas: Readonly<Record<string, Schema>>, schema: Schema): string[] {
  const referred = schema.$ref ? schemas[schema.$ref.split('/').at(-1) ?? ''] : undefined;
  return [
    ...(referred ? fieldsOf(schemas, referred) : []),
    ...(schema.allOf ?? []).flatMap((part) => fieldsOf(schemas, part)),
    ...Object.keys(schema.properties ?? {}),
  ];
}

it
  .skipIf(definition === '')
  .each([
    'SignRequestCreateRequest',
    'SignRequestCreateSigner',
    'SignRequest',
    'SignRequestSigner',
    'SignRequestSignerAttachment',
    'SignRequestCancelRequest',
  ])('the page has every field of %s (BOX_OPENAPI)', (name) => {
  const { schemas } = JSON.parse(readFileSync(definition, 'utf8')).components as {
    schemas: Record<string, Schema>;
  };
  const fields = fieldsOf(schemas, schemas[name] ?? {});
  expect(fields.length).toBeGreaterThan(0);
  expect(fields.filter((field) => !listed.has(field))).toEqual([]);
});

it('the page names every field that an option sends', () => {
  const values = { ...initialOptions, message: 'x', name: 'x', subject: 'x', noTypedSignatures: true };
  const more = { redirect: 'x', redirectDeclined: 'x', color: 'red', systemName: 'x' } as const;
  const sent = Object.keys(boxFieldsOf({ ...values, ...more }));
  expect(sent.length).toBeGreaterThanOrEqual((Object.keys(options) as OptionId[]).length - 3);
  expect(sent.filter((field) => !listed.has(field))).toEqual([]);
});
