/** Messages with every block and element that messages accept, with texts to find them by. */

const plain = (text: string) => ({ type: 'plain_text', text });
const marked = (text: string) => ({ type: 'mrkdwn', text });
const options = ['One', 'Two', 'Three'].map((text) => ({ text: plain(text), value: text.toLowerCase() }));
const image = { type: 'image', image_url: 'https://pictures.example/x.png', alt_text: 'A picture' };
const button = { type: 'button', action_id: 'plain', text: plain('Plain') };
const rich = (...elements: object[]) => ({ type: 'rich_text', elements });
const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
const words = section({ type: 'text', text: 'Words' });

/** The texts of the confirmation dialog of one of the buttons. */
export const question = {
  title: plain('Send it again?'),
  text: marked('They get *another* mail.'),
  confirm: plain('Send'),
  deny: plain('Keep'),
};

const selects = [
  ...['static_select', 'multi_static_select'].map((type) => ({ type, options })),
  { type: 'external_select' },
  { type: 'multi_external_select' },
  { type: 'users_select' },
  { type: 'multi_users_select' },
  { type: 'conversations_select' },
  { type: 'multi_conversations_select' },
  { type: 'channels_select' },
  { type: 'multi_channels_select' },
].map((select) => ({ ...select, action_id: select.type, placeholder: plain(`Pick: ${select.type}`) }));

const fields = [
  { type: 'plain_text_input', multiline: true },
  { type: 'email_text_input' },
  { type: 'url_text_input' },
  { type: 'number_input', is_decimal_allowed: false },
  { type: 'rich_text_input' },
  { type: 'file_input' },
  { type: 'datetimepicker' },
].map((element) => ({
  type: 'input',
  label: plain(`Field: ${element.type}`),
  hint: plain('Said below it'),
  element: { ...element, action_id: element.type },
}));

/** The types of the selects whose choices do not come from the app. */
export const selectsWithChoices: readonly string[] = selects
  .map(({ type }) => type)
  .filter((type) => !type.includes('external'));

/** The blocks in several messages, because one message may have only one table and limited text. */
export const everyBlock: readonly (readonly object[])[] = [
  [
    { type: 'header', text: plain('Heading') },
    { type: 'section', text: marked('*Bold* <https://box.com|link>'), accessory: image },
    { type: 'section', fields: [plain('Field one'), marked('Field _two_')] },
    { type: 'divider' },
    {
      type: 'actions',
      elements: [
        button,
        { ...button, action_id: 'asking', text: plain('Asking'), style: 'danger', confirm: question },
        { type: 'overflow', action_id: 'more', options },
        {
          type: 'workflow_button',
          text: plain('Run'),
          workflow: { trigger: { url: 'https://slack.com/x' } },
        },
        { type: 'datepicker', action_id: 'day' },
        { type: 'timepicker', action_id: 'time' },
      ],
    },
    { type: 'actions', elements: [{ type: 'checkboxes', action_id: 'some', options }] },
    { type: 'actions', elements: [{ type: 'radio_buttons', action_id: 'one', options }] },
    { type: 'context', elements: [marked('Small print'), image] },
    image,
  ],
  [{ type: 'actions', elements: selects }, ...fields],
  [
    rich(
      section(
        { type: 'text', text: 'Struck', style: { strike: true, bold: true, code: true } },
        { type: 'link', url: 'https://box.com', text: 'A link' },
        { type: 'user', user_id: 'USLACKBOT' },
        { type: 'channel', channel_id: 'C0' },
        { type: 'usergroup', usergroup_id: 'S0' },
        { type: 'team', team_id: 'T0' },
        { type: 'broadcast', range: 'here' },
        { type: 'emoji', name: 'tada' },
        { type: 'color', value: '#ff0000' },
        { type: 'date', timestamp: 1_700_000_000, format: '{date}', fallback: 'then' },
      ),
      { type: 'rich_text_list', style: 'ordered', elements: [words] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'Quoted' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'As it stands' }] },
    ),
    { type: 'markdown', text: 'Marked down' },
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          positive_button: { text: plain('Good'), value: 'good' },
          negative_button: { text: plain('Bad'), value: 'bad' },
        },
        { type: 'icon_button', icon: 'trash', text: plain('Away with it') },
      ],
    },
    {
      type: 'video',
      video_url: 'https://videos.example/x',
      thumbnail_url: 'https://videos.example/x.png',
      alt_text: 'A video',
      title: plain('Watch this'),
    },
    { type: 'table', rows: [[{ type: 'raw_text', text: 'Cell' }, rich(words)]] },
    { type: 'data_table', caption: 'Counted', rows: [[{ type: 'raw_number', value: 7, text: '7' }]] },
    { type: 'card', title: marked('Carded'), actions: [button] },
    { type: 'carousel', elements: [{ type: 'card', title: marked('First card') }] },
    { type: 'container', title: plain('Contained'), child_blocks: [{ type: 'divider' }] },
    { type: 'task_card', task_id: 't1', title: 'A task', status: 'complete' },
    { type: 'plan', title: 'A plan', tasks: [] },
  ],
];
