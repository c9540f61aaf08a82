/** English: why nothing can be done in Box for a person, whatever was asked for. */
export const boxAccountReasons = {
  connection_expired: () =>
    'Your connection to Box has ended. Ask the person who runs this app to renew it, then try again.',
  not_a_member: () => 'Only full members of this workspace can send from here.',
  address_unconfirmed: () =>
    'Slack has not confirmed your email address, so we cannot tell which Box account is yours. Confirm it in your Slack account settings, then try again.',
  no_box_user: () =>
    'Your company has no Box account with your Slack email address. Ask your Box admin for one that uses that address.',
  other_box_user: () =>
    'Your email address now belongs to a different Box account than before, so we are not using it. Ask the person who runs this app to allow it.',
  box_user_of_another: () =>
    'Someone else here already uses the Box account that has your email address, so we are not using it for you. Ask the person who runs this app to allow it.',
  app_lacks_scope: () =>
    'The Box app that this app uses may not do this. Ask the person who runs this app to tick "Manage signature requests" in the Box Developer Console.',
  terms_of_service: () =>
    'Box asks you to accept its terms first. Open Box in your browser, accept them, then try again.',
};
