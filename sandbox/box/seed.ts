/**
 * What a test or a demonstration changes in the local Box without calling its API: it adds users, apps, tokens,
 * folders, files, shares and links, revokes or expires tokens, deletes files and folders, and turns Box Sign on or off
 * for a user. This stands for what people and admins do in Box itself.
 */
import { randomBytes } from 'node:crypto';
import type { Content } from './content.ts';
import { freeName, makeFile, makeFolder, makeLink } from './items.ts';
import { makeApp, revokeAllOf } from './oauth.ts';
import { type BoxState, type File, type Folder, nextId, type User } from './state.ts';
import type { OAuthApp, Scope } from './tokens.ts';

/** Anything that has an id: what the seeding functions return. */
export interface SeededItem {
  readonly id: string;
}
export interface SeededUser extends SeededItem {
  readonly login: string;
  /** A developer token of this user. */
  readonly token: string;
}
export interface SeededFile extends SeededItem {
  readonly name: string;
  /** `https://app.box.com/file/ID`. */
  readonly url: string;
  readonly type: 'file';
}
export interface SeededFolder extends SeededItem {
  readonly name: string;
  readonly url: string;
  readonly type: 'folder';
}

/** A file to be put into Box. */
export interface FileOptions {
  readonly name: string;
  /** The folder that the file goes into; absent: the owner's root. */
  readonly folder?: SeededItem;
  /** The file's bytes or text; absent: a real PDF. */
  readonly content?: Buffer | string;
  /** The text on the pages of the PDF that is made without `content`. */
  readonly lines?: readonly string[];
  /** Whether Box cannot convert the file: a request for it ends in `error_converting`. */
  readonly unconvertible?: boolean;
}

/** Changes a Box without calling its API. */
export class Seed {
  readonly #state: BoxState;
  readonly #clock: () => number;

  constructor(state: BoxState, clock: () => number) {
    this.#state = state;
    this.#clock = clock;
  }

  addUser(about: {
    login: string;
    name: string;
    signEnabled?: boolean;
    isReportAdmin?: boolean;
    enterprise?: string;
  }): SeededUser {
    const id = nextId(this.#state, '30');
    const user: User = { signEnabled: true, ...about, id };
    this.#state.users[id] = user;
    return { id, login: user.login, token: this.issueToken(user) };
  }

  /** Adds an app of the developer console: with OAuth 2.0, or (with an enterprise) Client Credentials Grant. */
  addApp(about: {
    name?: string;
    redirectUris?: readonly string[];
    enterpriseId?: string;
    lacks?: readonly Scope[];
  }): Pick<OAuthApp, 'clientId' | 'clientSecret'> {
    return makeApp(this.#state, about);
  }

  /** Removes all apps from the person's account, as the person does: every pair of tokens that apps hold is revoked. */
  removeAppsFrom(user: SeededItem): void {
    revokeAllOf(this.#state, user.id);
  }

  /** Issues another token of a user; without `expiresInMs`, it does not expire by itself. */
  issueToken(
    user: SeededItem,
    about: { expiresInMs?: number; signScope?: boolean; lacks?: readonly Scope[] } = {},
  ): string {
    const token = `box-${randomBytes(16).toString('hex')}`;
    const expiresAt =
      about.expiresInMs === undefined ? Number.MAX_SAFE_INTEGER : this.#clock() + about.expiresInMs;
    this.#state.tokens[token] = {
      userId: user.id,
      expiresAt,
      revoked: false,
      signScope: about.signScope ?? true,
      ...(about.lacks === undefined ? {} : { lacks: about.lacks }),
    };
    return token;
  }

  revokeToken(token: string): void {
    const known = this.#state.tokens[token];
    if (known === undefined) throw new Error('no such token');
    known.revoked = true;
  }

  /** Expires an access token now, as after its 60 minutes. */
  expireToken(token: string): void {
    const known = this.#state.tokens[token];
    if (known === undefined) throw new Error('no such token');
    known.expiresAt = this.#clock();
  }

  setSignEnabled(user: SeededItem, enabled: boolean): void {
    this.#user(user).signEnabled = enabled;
  }

  /** Adds a folder. `canUpload: false`: the person sees the folder but may not write to it. */
  addFolder(
    owner: SeededItem,
    about: { name: string; parent?: SeededItem; canUpload?: boolean },
  ): SeededFolder {
    const access = about.canUpload === false ? { [owner.id]: { canDownload: true, canUpload: false } } : {};
    const parentId = about.parent?.id ?? '0';
    const made = makeFolder(this.#state, this.#user(owner), {
      name: about.name,
      parentId,
      at: this.#clock(),
      access,
    });
    return { id: made.id, name: made.name, url: `https://app.box.com/folder/${made.id}`, type: 'folder' };
  }

  addFile(owner: SeededItem, about: FileOptions): SeededFile {
    const folderId = about.folder?.id ?? '0';
    const content: Content =
      about.content === undefined
        ? { kind: 'page', lines: about.lines ?? [about.name, 'This page was made for trying things out.'] }
        : { kind: 'bytes', base64: Buffer.from(about.content).toString('base64') };
    const file = makeFile(this.#state, this.#user(owner).id, {
      name: freeName(this.#state, folderId, owner.id, about.name),
      folderId,
      at: this.#clock(),
      content,
      unconvertible: about.unconvertible ?? false,
      isIndexed: true,
    });
    return { id: file.id, name: file.name, url: `https://app.box.com/file/${file.id}`, type: 'file' };
  }

  addWebLink(
    owner: SeededItem,
    about: { name: string; url: string },
  ): SeededItem & { readonly type: 'web_link' } {
    const id = nextId(this.#state, '15');
    this.#state.webLinks[id] = { id, name: about.name, url: about.url, ownerId: owner.id };
    return { id, type: 'web_link' };
  }

  /** Makes a user a collaborator on one file: Viewer, or (without download) Previewer. */
  shareFile(file: SeededItem, about: { with: SeededItem; canDownload?: boolean }): void {
    this.#file(file).access[about.with.id] = { canDownload: about.canDownload ?? true, canUpload: false };
  }

  /** Makes a user a collaborator on a folder and everything in it. */
  shareFolder(
    folder: SeededItem,
    about: { with: SeededItem; canDownload?: boolean; canUpload?: boolean },
  ): void {
    const access = { canDownload: about.canDownload ?? true, canUpload: about.canUpload ?? false };
    this.#folder(folder).access[about.with.id] = access;
  }

  /** Creates a shared link and returns its address, `https://app.box.com/s/HASH`, or `/v/NAME` when custom. */
  sharedLink(
    item: SeededItem & { readonly type: 'file' | 'folder' | 'web_link' },
    about: { password?: string; canDownload?: boolean; custom?: string } = {},
  ): string {
    const { url } = makeLink(this.#state, {
      itemType: item.type,
      itemId: item.id,
      password: about.password ?? null,
      canDownload: about.canDownload ?? true,
      custom: about.custom ?? null,
    });
    return url;
  }

  trashFile(file: SeededItem): void {
    this.#file(file).trashedAt = this.#clock();
  }

  deleteFile(file: SeededItem): void {
    this.#file(file).deleted = true;
  }

  deleteFolder(folder: SeededItem): void {
    this.#folder(folder).deleted = true;
  }

  #user(user: SeededItem): User {
    const found = this.#state.users[user.id];
    if (found === undefined) throw new Error(`no user ${user.id}`);
    return found;
  }

  #file(file: SeededItem): File {
    const found = this.#state.files[file.id];
    if (found === undefined) throw new Error(`no file ${file.id}`);
    return found;
  }

  #folder(folder: SeededItem): Folder {
    const found = this.#state.folders[folder.id];
    if (found === undefined) throw new Error(`no folder ${folder.id}`);
    return found;
  }
}
