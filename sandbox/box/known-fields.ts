/**
 * The fields that may be requested of an item or user, as Box's published definition lists them. This Box holds only
 * some; the others are accepted and left out. A contract test compares these lists with the definition.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

export const FILE_FIELDS = words(
  'allowed_invitee_roles classification comment_count content_created_at content_modified_at created_at ' +
    'created_by description disposition_at etag expires_at expiring_embed_link extension file_version ' +
    'has_collaborations id is_accessible_via_shared_link is_associated_with_app_item is_externally_owned ' +
    'is_package item_status lock metadata modified_at modified_by name owned_by parent path_collection ' +
    'permissions purged_at representations sequence_id sha1 shared_link shared_link_permission_options size ' +
    'tags trashed_at type uploader_display_name version_number watermark_info',
);

export const FOLDER_FIELDS = words(
  'allowed_invitee_roles allowed_shared_link_access_levels can_non_owners_invite ' +
    'can_non_owners_view_collaborators classification content_created_at content_modified_at created_at ' +
    'created_by description etag folder_upload_email has_collaborations id is_accessible_via_shared_link ' +
    'is_associated_with_app_item is_collaboration_restricted_to_enterprise is_externally_owned ' +
    'item_collection item_status metadata modified_at modified_by name owned_by parent path_collection ' +
    'permissions purged_at sequence_id shared_link size sync_state tags trashed_at type watermark_info',
);

export const USER_FIELDS = words(
  'address avatar_url can_see_managed_users created_at enterprise external_app_user_id hostname id ' +
    'is_exempt_from_device_limits is_exempt_from_login_verification is_external_collab_restricted ' +
    'is_platform_access_only is_sync_enabled job_title language login max_upload_size modified_at my_tags ' +
    'name notification_email phone role space_amount space_used status timezone tracking_codes type',
);

export const WEB_LINK_FIELDS = words(
  'created_at created_by description etag id item_status modified_at modified_by name owned_by parent ' +
    'path_collection purged_at sequence_id shared_link trashed_at type url',
);
