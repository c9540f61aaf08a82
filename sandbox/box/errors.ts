/**
 * Refusals of the local Box, in Box's own format (developer.box.com, common errors). Rules throw a `BoxRefusal`; only
 * the server turns it into an answer.
 */
import { randomBytes } from 'node:crypto';

/** A parameter of a call that is at fault. */
export interface ParameterError {
  readonly reason: string;
  readonly name: string;
  readonly message: string;
}

/** An error answer of Box. */
export class BoxRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly ParameterError[];
  readonly headers: Record<string, string>;
  /** The items that have the name already. */
  readonly conflicts: readonly object[] | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      errors?: readonly ParameterError[];
      headers?: Record<string, string>;
      conflicts?: readonly object[];
    } = {},
  ) {
    super(message);
    this.name = 'BoxRefusal';
    this.status = status;
    this.code = code;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
    this.conflicts = more.conflicts;
  }
}

const CODE_OF_STATUS: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'request_entity_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limit_exceeded',
  500: 'internal_server_error',
  502: 'bad_gateway',
  503: 'unavailable',
};

/** Box's usual code of a status, for faults that name only the status. */
export function codeOfStatus(status: number): string {
  return CODE_OF_STATUS[status] ?? 'error';
}

/** The JSON body of an error answer. */
export function errorBody(
  status: number,
  code: string,
  message: string,
  errors: readonly ParameterError[] = [],
  conflicts?: readonly object[],
): Record<string, unknown> {
  return {
    type: 'error',
    status,
    code,
    message,
    ...(errors.length > 0 ? { context_info: { errors } } : {}),
    ...(conflicts === undefined ? {} : { context_info: { conflicts } }),
    help_url: 'http://developers.box.com/docs/#errors',
    request_id: randomBytes(8).toString('hex'),
  };
}

/** The answer 400 with the parameters at fault named in `context_info`. */
export function invalidParameters(errors: readonly ParameterError[]): BoxRefusal {
  const names = errors.map((error) => error.name).join(', ');
  return new BoxRefusal(400, 'bad_request', `Bad request: ${names}`, { errors });
}

/** The answer 400 for one parameter that is at fault. */
export function invalidParameter(name: string, message: string): BoxRefusal {
  return invalidParameters([{ reason: 'invalid_parameter', name, message }]);
}

/** The answer 404, which is the same for missing, invisible and deleted items. */
export function notFound(): BoxRefusal {
  return new BoxRefusal(404, 'not_found', 'Not Found');
}

/** The answer 403: the user sees the item, but may not do this with it. */
export function insufficientPermissions(): BoxRefusal {
  return new BoxRefusal(
    403,
    'access_denied_insufficient_permissions',
    'Access denied - insufficient permission',
  );
}

/** The answer 429 with the seconds to wait. */
export function rateLimited(seconds: number): BoxRefusal {
  const headers = { 'retry-after': String(seconds) };
  return new BoxRefusal(429, 'rate_limit_exceeded', 'Request rate limit exceeded, please try again later', {
    headers,
  });
}
