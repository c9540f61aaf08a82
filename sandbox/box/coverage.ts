/**
 * Which of Box's routes for sign requests, files, folders, users, webhooks, search, templates, uploads, events and
 * tokens exist here, and what is left out of them. Tests compare this table with the answers to calls, and with Box's
 * published definition.
 */

/**
 * Routes by method and path, and what of each is left out. Also left out of all: rules that a company's admin sets
 * (Shield, blocked locations), acting for others with As-User, and token scopes besides those in `tokens.ts`.
 */
export const COVERED: Readonly<Record<string, string>> = {
  'POST /2.0/sign_requests':
    'CFR Part 11; tags in the file, so that prefill values only come back unless a template has the tag; phone, login and smart-card checks of signers; information barriers; embedded links open the same page as mailed ones; an embedded signer without suppress_notifications is mailed; in-person signing is refused without a signer who has an embed URL',
  'GET /2.0/sign_requests': 'an empty string as the last next_marker',
  'GET /2.0/sign_requests/{sign_request_id}': 'nothing known',
  'POST /2.0/sign_requests/{sign_request_id}/resend': 'nothing known',
  'POST /2.0/sign_requests/{sign_request_id}/cancel':
    'real Box has answered both ways while it converts; here a switch decides',
  'GET /2.0/sign_templates': 'templates that somebody else shared; ready-sign links; branding',
  'GET /2.0/sign_templates/{template_id}': 'as in the list',
  'GET /2.0/files/{file_id}':
    'representations, lock, tags, classification, metadata and other rare fields are accepted and left out; sha1 of a drawn PDF is that of what it shows; link passwords only in the BoxApi header',
  'GET /2.0/files/{file_id}/content':
    'access_token in the query; 202 while a new file is not ready; several ranges in one call',
  'GET /2.0/folders/{folder_id}':
    'bookmarks among the items; sizes, by which sort falls back to ids; rare fields, as for files',
  'POST /2.0/folders': 'folder_upload_email, sync_state',
  'OPTIONS /2.0/files/content': 'upload_token, and an address of its own for each upload',
  'POST /api/2.0/files/content':
    'content-md5, content_created_at, content_modified_at; 202 while a new file is not ready',
  'POST /api/2.0/files/upload_sessions': 'nothing known',
  'PUT /api/2.0/files/upload_sessions/{upload_session_id}': 'parts that arrive at the same time',
  'DELETE /api/2.0/files/upload_sessions/{upload_session_id}': 'nothing known',
  'GET /api/2.0/files/upload_sessions/{upload_session_id}/parts': 'nothing known',
  'POST /api/2.0/files/upload_sessions/{upload_session_id}/commit':
    'attributes, conditions by etag, and 202 while the parts are being put together',
  'GET /2.0/shared_items': 'app items; links that end or are for the company alone',
  'GET /2.0/search':
    'web links (only type=file and folder); words in descriptions, contents, comments and tags (only content_types=name); every filter but file_extensions; sort; the trash; metadata; shared links that were opened lately; relevance, the last changed come first',
  'GET /2.0/recent_items':
    'what a person only looked at, commented on or opened by a link: the files listed are their own',
  'GET /2.0/users/me': 'fields of administrators are accepted and left out',
  'GET /2.0/users':
    'people who are administrators may not list users, only the app’s own user; nobody has an external_app_user_id',
  'POST /2.0/webhooks': 'triggers that are neither of Box Sign nor of common file and folder events',
  'GET /2.0/webhooks': 'nothing known',
  'GET /2.0/webhooks/{webhook_id}': 'nothing known',
  'PUT /2.0/webhooks/{webhook_id}': 'nothing known',
  'DELETE /2.0/webhooks/{webhook_id}': 'nothing known',
  'GET /2.0/events':
    'every stream but admin_logs_streaming; every event but those of sign requests and their files',
  'GET /api/oauth2/authorize': 'the login itself: the account is chosen from a list; scope is ignored',
  'POST /oauth2/token': 'JWT, token exchange, and scopes that are narrowed',
  'POST /oauth2/revoke': 'nothing known',
};

/** Box's routes that do not exist here: answered with 404. */
export const NOT_COVERED: readonly (readonly [methods: string, path: string])[] = [
  ['POST PUT DELETE', '/2.0/files/{file_id}'],
  ['GET', '/2.0/files/{file_id}/app_item_associations'],
  ['POST', '/2.0/files/{file_id}/content'],
  ['POST', '/2.0/files/{file_id}/upload_sessions'],
  ['GET', '/2.0/files/upload_sessions/{upload_session_id}'],
  ['POST', '/2.0/files/{file_id}/copy'],
  ['GET', '/2.0/files/{file_id}/thumbnail.{extension}'],
  ['GET', '/2.0/files/{file_id}/collaborations'],
  ['GET', '/2.0/files/{file_id}/comments'],
  ['GET', '/2.0/files/{file_id}/tasks'],
  ['GET DELETE', '/2.0/files/{file_id}/trash'],
  ['GET', '/2.0/files/{file_id}/versions'],
  ['GET DELETE PUT', '/2.0/files/{file_id}/versions/{file_version_id}'],
  ['POST', '/2.0/files/{file_id}/versions/current'],
  ['GET', '/2.0/files/{file_id}/metadata'],
  ['GET POST PUT DELETE', '/2.0/files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo'],
  ['GET POST PUT DELETE', '/2.0/files/{file_id}/metadata/{scope}/{template_key}'],
  ['GET POST PUT DELETE', '/2.0/files/{file_id}/metadata/global/boxSkillsCards'],
  ['GET PUT DELETE', '/2.0/files/{file_id}/watermark'],
  ['POST PUT DELETE', '/2.0/folders/{folder_id}'],
  ['GET', '/2.0/folders/{folder_id}/app_item_associations'],
  ['GET', '/2.0/folders/{folder_id}/items'],
  ['POST', '/2.0/folders/{folder_id}/copy'],
  ['GET', '/2.0/folders/{folder_id}/collaborations'],
  ['GET DELETE', '/2.0/folders/{folder_id}/trash'],
  ['GET', '/2.0/folders/{folder_id}/metadata'],
  ['GET POST PUT DELETE', '/2.0/folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo'],
  ['GET POST PUT DELETE', '/2.0/folders/{folder_id}/metadata/{scope}/{template_key}'],
  ['GET', '/2.0/folders/trash/items'],
  ['GET PUT DELETE', '/2.0/folders/{folder_id}/watermark'],
  ['POST', '/2.0/users'],
  ['POST', '/2.0/users/terminate_sessions'],
  ['GET PUT DELETE', '/2.0/users/{user_id}'],
  ['GET POST DELETE', '/2.0/users/{user_id}/avatar'],
  ['PUT', '/2.0/users/{user_id}/folders/0'],
  ['GET POST', '/2.0/users/{user_id}/email_aliases'],
  ['DELETE', '/2.0/users/{user_id}/email_aliases/{email_alias_id}'],
  ['GET', '/2.0/users/{user_id}/memberships'],
  ['OPTIONS', '/2.0/events'],
];
