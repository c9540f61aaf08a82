/**
 * Checks exchanges against Box's own OpenAPI document: what was requested (path, query, body) and what was answered, by
 * status. Unknown properties are problems on both sides, although the document allows them: otherwise a misspelt
 * optional field would go unnoticed. The document is read from the path in BOX_OPENAPI, never copied.
 */
import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { EXCEPTIONS } from './openapi-exceptions.ts';
import { COMPONENTS_ID, isRecord, normalise, type Schema } from './openapi-normalise.ts';

/** The parts of an exchange that the checker reads; the sandbox's traffic has them. */
export interface CheckedExchange {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  readonly status: number | null;
  readonly responseBody: unknown;
}

/** A breach of the definition. */
export interface Problem {
  /** The call, as `POST /2.0/sign_requests → 201`. */
  readonly call: string;
  readonly side: 'request' | 'response';
  /** The place: a JSON pointer into the body, or `?` and the name of a query parameter. */
  readonly at: string;
  readonly message: string;
}

/** An operation of the document that matches a call. */
interface Operation {
  readonly template: string;
  readonly definition: Schema;
}

/** Checks exchanges against the document at a path. */
export class BoxContract {
  readonly #document: Schema;
  readonly #components: Schema;
  readonly #ajv: Ajv;
  readonly #compiled = new Map<unknown, ValidateFunction>();
  /** Names of the exceptions that covered a problem so far. */
  readonly usedExceptions = new Set<string>();

  constructor(path: string) {
    this.#document = JSON.parse(readFileSync(path, 'utf8')) as Schema;
    this.#components = normalise(this.#document['components']) as Schema;
    this.#ajv = new Ajv({ strict: false, allErrors: true, logger: false });
    addFormats.default(this.#ajv);
    this.#ajv.addSchema({ $id: COMPONENTS_ID, components: this.#components });
  }

  /** The problems of an exchange, except those that an exception covers. */
  checkExchange(exchange: CheckedExchange): Problem[] {
    return [...this.checkRequest(exchange), ...this.checkResponse(exchange)];
  }

  checkRequest(exchange: CheckedExchange): Problem[] {
    const operations = this.#operations(exchange);
    const found = operations.map(({ definition }) => [
      ...this.#query(exchange, definition),
      ...this.#requestBody(exchange, definition),
    ]);
    return this.#unexplained(exchange, 'request', operations.length === 0 ? [noOperation] : fewest(found));
  }

  /** The problems of an answer; none when no answer was sent. */
  checkResponse(exchange: CheckedExchange): Problem[] {
    if (exchange.status === null) return [];
    const operations = this.#operations(exchange);
    const found = operations.map(({ definition }) => this.#response(exchange, definition));
    return this.#unexplained(exchange, 'response', operations.length === 0 ? [noOperation] : fewest(found));
  }

  /** The operations that a call may be: the document has variants of one path behind a `#`. */
  #operations(exchange: CheckedExchange): Operation[] {
    const path = exchange.path.replace(/^(\/api)?\/2\.0/, '');
    return Object.entries(this.#document['paths'] as Record<string, Schema>).flatMap(
      ([template, methods]) => {
        const pattern = template.replace(/#.*$/, '').replace(/\{[^}]+\}/g, '[^/]+');
        const definition = methods[exchange.method.toLowerCase()];
        const isFixed = template === path || !template.includes('{');
        const fits = new RegExp(`^${pattern}$`).test(path) && (isFixed || !this.#isFixedPath(path));
        return fits && isRecord(definition) ? [{ template, definition }] : [];
      },
    );
  }

  #isFixedPath(path: string): boolean {
    return Object.hasOwn(this.#document['paths'] as Schema, path);
  }

  #query(exchange: CheckedExchange, definition: Schema): Finding[] {
    const parameters = listOf(definition['parameters']).filter((one) => one['in'] === 'query');
    const missing = parameters.filter(
      (one) => one['required'] === true && !(String(one['name']) in exchange.query),
    );
    const findings = missing.map((one) => ({ at: `?${one['name']}`, message: 'is required' }));
    for (const [name, text] of Object.entries(exchange.query)) {
      const parameter = parameters.find((one) => one['name'] === name);
      if (parameter === undefined) findings.push({ at: `?${name}`, message: 'is not a declared parameter' });
      else
        findings.push(...this.#validate(parameter['schema'], typed(text, parameter['schema']), `?${name}`));
    }
    return findings;
  }

  #requestBody(exchange: CheckedExchange, definition: Schema): Finding[] {
    const declared = definition['requestBody'];
    if (exchange.requestBody === null) {
      const isRequired = isRecord(declared) && declared['required'] === true;
      return isRequired ? [{ at: '', message: 'a body is required' }] : [];
    }
    if (!isRecord(declared)) return [{ at: '', message: 'takes no body' }];
    const type = (exchange.requestHeaders['content-type'] ?? '').split(';')[0] ?? '';
    const content = (declared['content'] as Record<string, Schema>)[type];
    if (content === undefined) return [{ at: '', message: `is sent as "${type}"` }];
    if (type === 'application/octet-stream') return [];
    const isForm = type === 'application/x-www-form-urlencoded';
    const body = isForm
      ? Object.fromEntries(new URLSearchParams(String(exchange.requestBody)))
      : exchange.requestBody;
    return [...this.#validate(content['schema'], body, ''), ...this.#unknown(content['schema'], body, '')];
  }

  #response(exchange: CheckedExchange, definition: Schema): Finding[] {
    const responses = definition['responses'] as Record<string, Schema>;
    const isError = (exchange.status ?? 0) >= 400;
    const declared = responses[String(exchange.status)] ?? (isError ? responses['default'] : undefined);
    if (declared === undefined) return [{ at: '', message: 'the status is not declared' }];
    const content = declared['content'];
    const isBinary = isRecord(exchange.responseBody) && 'bytes' in exchange.responseBody;
    if (!isRecord(content)) return exchange.responseBody === null ? [] : [{ at: '', message: 'has a body' }];
    if (isBinary) return 'application/octet-stream' in content ? [] : [{ at: '', message: 'is no JSON' }];
    const json = content['application/json'];
    if (!isRecord(json)) return [{ at: '', message: 'is declared as something else than JSON' }];
    const { schema } = json;
    return [
      ...this.#validate(schema, exchange.responseBody, ''),
      ...this.#unknown(schema, exchange.responseBody, ''),
    ];
  }

  #validate(schema: unknown, value: unknown, at: string): Finding[] {
    let validate = this.#compiled.get(schema);
    if (validate === undefined) {
      validate = this.#ajv.compile(normalise(schema) as Schema);
      this.#compiled.set(schema, validate);
    }
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error: ErrorObject) => ({
      at: `${at}${error.instancePath}`,
      message: `${error.message ?? error.keyword} ${JSON.stringify(error.params)}`,
    }));
  }

  /** Finds properties that no part of the schema names, at any depth. */
  #unknown(schema: unknown, value: unknown, at: string): Finding[] {
    const parts = this.#parts(schema);
    if (Array.isArray(value)) {
      const items = parts.map((part) => part['items']).find((one) => one !== undefined);
      return items === undefined
        ? []
        : value.flatMap((one, index) => this.#unknown(items, one, `${at}/${index}`));
    }
    if (!isRecord(value)) return [];
    const named = parts.flatMap((part) => (isRecord(part['properties']) ? [part['properties']] : []));
    const isOpen = named.length === 0 || parts.some((part) => isRecord(part['additionalProperties']));
    return Object.entries(value).flatMap(([key, inner]) => {
      const declared = named.filter((one) => Object.hasOwn(one, key)).map((one) => one[key]);
      if (declared.length === 0)
        return isOpen ? [] : [{ at: `${at}/${key}`, message: 'is not a declared property' }];
      return this.#unknown({ allOf: declared }, inner, `${at}/${key}`);
    });
  }

  /** A schema and all the schemas that it is composed of. */
  #parts(schema: unknown): Schema[] {
    if (!isRecord(schema)) return [];
    const reference = schema['$ref'];
    if (typeof reference === 'string') {
      const name = reference.slice(reference.lastIndexOf('/') + 1);
      return this.#parts((this.#components['schemas'] as Schema)[name]);
    }
    const inner = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => listOf(schema[key]));
    return [schema, ...inner.flatMap((one) => this.#parts(one))];
  }

  #unexplained(exchange: CheckedExchange, side: Problem['side'], findings: readonly Finding[]): Problem[] {
    const call = `${exchange.method} ${exchange.path} → ${exchange.status}`;
    const problems = findings.map((finding) => ({ call, side, ...finding }));
    return problems.filter((problem) => {
      const exception = EXCEPTIONS.find((one) => one.covers(problem, exchange));
      if (exception !== undefined) this.usedExceptions.add(exception.name);
      return exception === undefined;
    });
  }
}

/** A problem before it is known to which call it belongs. */
interface Finding {
  readonly at: string;
  readonly message: string;
}

const noOperation: Finding = { at: '', message: 'is not an operation of the document' };

function listOf(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The shortest list of problems: that of the variant which fits best. */
function fewest(found: readonly (readonly Finding[])[]): readonly Finding[] {
  return found.reduce((least, one) => (one.length < least.length ? one : least));
}

/** Query text converted to the type of its schema. Text that does not fit stays text, and then fails the check. */
function typed(text: string, schema: unknown): unknown {
  const type = isRecord(schema) ? schema['type'] : undefined;
  if (type === 'array') return text.split(',');
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
