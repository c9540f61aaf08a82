/**
 * Builds the body of a call from the SDK's description: JSON, a form with a file, or the bytes of a part of a file.
 * Files are read into memory, because Box's upload servers want to know their length beforehand.
 */
import { randomBytes } from 'node:crypto';
import type { BoxClient } from 'box-typescript-sdk-gen';

type Interceptor = Parameters<BoxClient['withInterceptors']>[0][number];
type SdkRequest = ReturnType<Interceptor['beforeRequest']>;
type Part = NonNullable<SdkRequest['multipartData']>[number];

/** The body of a request to Box, and its content type. */
export interface RequestBody {
  readonly body: string | Uint8Array | undefined;
  /** Value of the header `Content-Type`; null: there is no body. */
  readonly contentType: string | null;
}

/** The body that the SDK asks to send. */
export async function bodyOf(asked: SdkRequest): Promise<RequestBody> {
  if (asked.multipartData !== undefined) return formOf(asked.multipartData);
  if (asked.fileStream !== undefined) {
    return { body: await bytesOf(asked.fileStream), contentType: 'application/octet-stream' };
  }
  if (asked.data === undefined) return { body: undefined, contentType: null };
  const body = asked.method === 'GET' ? undefined : JSON.stringify(asked.data);
  return { body, contentType: asked.contentType ?? 'application/json' };
}

async function formOf(parts: readonly Part[]): Promise<RequestBody> {
  const boundary = randomBytes(16).toString('hex');
  const pieces: Uint8Array[] = [];
  for (const { partName, data, fileStream } of parts) {
    // The file's real name is in the attributes. The name here only marks the part as a file.
    const file =
      fileStream === undefined ? '' : '; filename="file"\r\ncontent-type: application/octet-stream';
    pieces.push(
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${partName}"${file}\r\n\r\n`),
      fileStream === undefined ? Buffer.from(JSON.stringify(data)) : await bytesOf(fileStream),
      Buffer.from('\r\n'),
    );
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return { body: Buffer.concat(pieces), contentType: `multipart/form-data; boundary=${boundary}` };
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}
