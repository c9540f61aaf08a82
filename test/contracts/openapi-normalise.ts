/**
 * Converts the OpenAPI 3.0 dialect of Box's document into JSON Schema for Ajv. Changes only the notation: nothing
 * becomes stricter or laxer.
 */

export type Schema = Record<string, unknown>;

/** The id under which Ajv knows the components, so that references resolve. */
export const COMPONENTS_ID = 'box';

const DROPPED = new Set([
  'example',
  'examples',
  'discriminator',
  'xml',
  'externalDocs',
  'deprecated',
  'nullable',
]);

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withNull(schema: Schema): Schema {
  if (typeof schema['type'] !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const words = Array.isArray(schema['enum']) ? { enum: [...schema['enum'], null] } : {};
  return { ...schema, type: [schema['type'], 'null'], ...words };
}

/** A normalised copy of a schema, however deep. */
export function normalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalise);
  if (!isRecord(value)) return value;
  const out: Schema = {};
  for (const [key, inner] of Object.entries(value)) {
    // A boolean `required` belongs to OpenAPI parameters and means nothing in a schema.
    if (DROPPED.has(key) || key.startsWith('x-') || (key === 'required' && typeof inner === 'boolean'))
      continue;
    if (key === 'properties' && isRecord(inner)) {
      // The names in this object are data: a property may be called `example` or `nullable`.
      out[key] = Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, normalise(one)]));
    } else if (key === '$ref' && typeof inner === 'string') {
      out[key] = `${COMPONENTS_ID}${inner}`;
    } else {
      out[key] = key === 'enum' ? inner : normalise(inner);
    }
  }
  return value['nullable'] === true ? withNull(out) : out;
}
