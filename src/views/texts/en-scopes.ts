/** English: how to have an optional scope of the Slack app granted. */
export const enScopes = {
  /** @param what the feature that needs the scope, as the beginning of a sentence */
  howToGrant: (what: string, scope: string) =>
    `${what} needs the optional permission ${scope}. To grant it, the person who runs this app installs it again and leaves that permission on.`,
};
