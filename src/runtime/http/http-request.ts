/** A request as the transport takes it, and what it answers. Imports nothing. */

export interface HttpRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether asking twice is the same as asking once (RFC 9110: idempotent): only then it is asked again. */
  readonly isRepeatable: boolean;
  /** `host`, or `host:port` where the port is not that of the protocol: where the request may go, redirects included. */
  readonly hosts: ReadonlySet<string>;
  /** What is kept of an earlier answer, by the address that gave it; elsewhere it would mean nothing. */
  readonly condition?: HttpCondition;
  /** Values that are in the request and must be shown nowhere, and taken to no other host. */
  readonly secrets: readonly string[];
}

export interface HttpCondition {
  readonly isFor: (url: URL) => boolean;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface HttpHead {
  readonly status: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
}

export interface HttpAnswer extends HttpHead {
  /** Where the answer came from, after redirects; with the secrets that are in it. */
  readonly url: URL;
  /** The condition was met: nothing new, no body. */
  readonly isNotModified: boolean;
  /** As sent, and as kept. */
  readonly transferredBytes: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly attempts: number;
}
