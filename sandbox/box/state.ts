/**
 * Everything the local Box stores, as one plain JSON object, so that it can be saved to disk and read back. Types and
 * look-ups only: no clock, no HTTP, no rules of who may do what.
 */
import type { Content, Field } from './content.ts';
import type { Delivery, StoredEvent, Webhook } from './notices.ts';
import type { Template } from './templates.ts';
import type { Code, OAuthApp, RefreshToken, Token } from './tokens.ts';
import type { UploadSession } from './uploads.ts';

/**
 * A word in every signing link and embed URL, and in the inputs of signers who have signed. Where it turns up outside
 * Box, a secret has leaked.
 */
export const SECRET_MARK = 'BOXSECRET';

/** A person with a Box account. */
export interface User {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  /** Whether Box Sign is in the person's plan and switched on. */
  signEnabled: boolean;
  /** Whether the person is an admin or co-admin who may run reports; absent: no. */
  isReportAdmin?: boolean;
  /** Number of bytes that the account has room for; absent: any number. */
  quota?: number;
  /** Size in bytes of the largest file that the plan allows; absent: any size. */
  maxUpload?: number;
  /** The person's enterprise; absent: the one that most people here belong to. */
  readonly enterprise?: string;
}

/** What a collaborator may do besides seeing the item. */
export interface Access {
  canDownload: boolean;
  canUpload: boolean;
}

export interface Folder {
  readonly id: string;
  name: string;
  /** Id of the folder above; '0' is the owner's root, "All Files". */
  readonly parentId: string;
  readonly ownerId: string;
  readonly createdAt: number;
  /** Permissions by user id; an entry for the owner narrows the owner's own permissions. */
  readonly access: Record<string, Access>;
  deleted: boolean;
}

export interface Version {
  readonly id: string;
  readonly at: number;
  readonly content: Content;
}

export interface File {
  readonly id: string;
  name: string;
  readonly folderId: string;
  readonly ownerId: string;
  readonly createdAt: number;
  readonly access: Record<string, Access>;
  readonly versions: Version[];
  trashedAt: number | null;
  deleted: boolean;
  /** Whether Box cannot turn the file into a PDF; a request for it then ends in `error_converting`. */
  readonly unconvertible: boolean;
  /** Whether searches find the file, however new it is. */
  readonly isIndexed?: boolean;
}

export interface SharedLink {
  readonly url: string;
  readonly itemType: 'file' | 'folder' | 'web_link';
  readonly itemId: string;
  readonly password: string | null;
  readonly canDownload: boolean;
}

export interface WebLink {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly ownerId: string;
}

/** A signer: what the create call said about them, which answers repeat, and what happened since. */
export interface Signer {
  readonly email: string;
  readonly role: string;
  readonly order: number | null;
  /** What else the create call said about this signer, in wire names; never the password. */
  readonly given: Record<string, unknown>;
  readonly password: string | null;
  /** The secret part of the signing link. */
  readonly linkToken: string;
  /** When the signer was invited (ms since epoch); null: not yet. */
  mailedAt: number | null;
  viewed: boolean;
  /** When the signer first opened the document (ms since epoch); null: not yet. */
  viewedAt: number | null;
  decision: {
    readonly type: 'signed' | 'declined';
    readonly at: number;
    readonly info: string | null;
  } | null;
  /** Address of the person to whom this signer passed the request on. */
  forwardedTo?: string;
  inputs: Record<string, unknown>[];
  /** Files that this signer added; absent: none. */
  attachments?: { readonly id: string; readonly name: string }[];
}

/** A sign request, as this Box stores it. */
export interface StoredSignRequest {
  readonly id: string;
  readonly shortId: string;
  readonly senderId: string;
  readonly createdAt: number;
  readonly name: string;
  readonly sourceIds: readonly string[];
  readonly signFileIds: readonly string[];
  readonly folderId: string;
  readonly preparation: boolean;
  readonly prepareToken: string;
  /** The create body's request-wide fields that answers repeat, in wire names. */
  readonly given: Record<string, unknown>;
  readonly signers: Signer[];
  readonly expiresAt: number | null;
  readonly reminders: boolean;
  /** What the sender wrote on the preparation page, or the create call's `email_message`. */
  message: string | null;
  /** The fields from the template, or from the preparation page, which saves them even before the request is sent. */
  fields: readonly Field[];
  status: string;
  errorCode: string | null;
  sentAt: number | null;
  /** When Box last mailed outstanding signers; resending counts its ten minutes from here. */
  lastSentAt: number | null;
  finalizingAt: number | null;
  finishedAt: number | null;
  logFileId: string | null;
  remindersSent: number;
  /** Addresses whose mail bounced. */
  readonly bounced: string[];
  /** An entry that breaks the published schema, returned instead of the regular one; null: none. */
  readonly odd: Record<string, unknown> | null;
}

export interface Mail {
  readonly to: string;
  readonly kind: 'invitation' | 'reminder' | 'completed' | 'declined' | 'cancelled' | 'expired' | 'bounced';
  readonly requestId: string;
  readonly subject: string;
  readonly text: string;
  /** The recipient's own signing link, in invitations and reminders. */
  readonly link?: string;
  /** Links in the mail to the documents that it is about. */
  readonly links?: readonly { readonly title: string; readonly url: string }[];
  readonly at: number;
  /** Whether somebody opened the mail. */
  isRead?: boolean;
}

/** Everything that this Box stores. */
export interface BoxState {
  /** The number in the next id that is generated. */
  nextNumber: number;
  users: Record<string, User>;
  tokens: Record<string, Token>;
  apps: Record<string, OAuthApp>;
  codes: Record<string, Code>;
  refreshTokens: Record<string, RefreshToken>;
  folders: Record<string, Folder>;
  files: Record<string, File>;
  webLinks: Record<string, WebLink>;
  sharedLinks: SharedLink[];
  signRequests: Record<string, StoredSignRequest>;
  signTemplates: Record<string, Template>;
  mails: Mail[];
  /** Addresses whose mail servers bounce everything, in lower case. */
  bouncing: string[];
  /** Whether a signer who passed the request on is shown with a decision of an undocumented type; false: with none. */
  showsForwarded: boolean;
  /** Whether Box's API accepts a cancel during conversion. Its guide says no, Box's own test says yes. */
  cancelsWhileConverting: boolean;
  /**
   * Whether collaborators may remind, and editors cancel, as in Box's web app. Whether the API allows it is not
   * documented. Absent: only the sender may.
   */
  collaboratorsAct?: boolean;
  webhooks: Record<string, Webhook>;
  /** Notifications that no receiver has accepted yet. */
  deliveries: Delivery[];
  /** The signature keys in the app's settings in Box; null where no key was generated. */
  signatureKeys: { primary: string | null; secondary: string | null };
  /** The enterprise's events of about the last two weeks, in the order in which Box recorded them. */
  events: StoredEvent[];
  /** Uploads in parts that have begun, by id; absent: none yet. */
  uploadSessions?: Record<string, UploadSession>;
  /** How many older events are no longer in the stream. */
  eventsForgotten: number;
}

/** A Box that nobody has used yet. */
export function emptyState(): BoxState {
  return {
    nextNumber: 1001,
    users: {},
    tokens: {},
    apps: {},
    codes: {},
    refreshTokens: {},
    folders: {},
    files: {},
    webLinks: {},
    sharedLinks: [],
    signRequests: {},
    signTemplates: {},
    mails: [],
    bouncing: [],
    showsForwarded: false,
    cancelsWhileConverting: false,
    webhooks: {},
    deliveries: [],
    signatureKeys: { primary: null, secondary: null },
    events: [],
    eventsForgotten: 0,
  };
}

/** A new id: the next number, after a prefix that tells users, folders and files apart in a log. */
export function nextId(state: BoxState, prefix: string): string {
  const number = state.nextNumber;
  state.nextNumber += 1;
  return `${prefix}${String(number).padStart(8, '0')}`;
}

/** The user with this login, ignoring case. */
export function userByLogin(state: BoxState, login: string): User | undefined {
  const wanted = login.toLowerCase();
  return Object.values(state.users).find((user) => user.login.toLowerCase() === wanted);
}
