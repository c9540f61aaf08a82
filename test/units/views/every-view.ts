/**
 * Every view, message, menu entry and page that `src/views` builds, drawn from records with most of what they can hold.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { emptyForm } from '../../../src/signing/form.ts';
import { groupForHome } from '../../../src/signing/home.ts';
import { listState, pageOfList } from '../../../src/signing/request-list.ts';
import { settingValues } from '../../../src/signing/settings.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { cancelModal } from '../../../src/views/cancel-modal.ts';
import { replacedCard } from '../../../src/views/card-mark.ts';
import * as connect from '../../../src/views/connect-views.ts';
import { correctModal } from '../../../src/views/correct-modal.ts';
import { createModal } from '../../../src/views/create-modal.ts';
import { fileEntry, searchNote, templateEntry } from '../../../src/views/document-blocks.ts';
import { folderEntry } from '../../../src/views/folder-field.ts';
import { groupEntry } from '../../../src/views/group-field.ts';
import { helpMessage, unknownCommandMessage } from '../../../src/views/help.ts';
import { closedHomeView, homeView } from '../../../src/views/home.ts';
import { actionResultMessage, apologyMessage, readyNote, underWaySentence } from '../../../src/views/note.ts';
import { noticeMessage, noticesMessage } from '../../../src/views/notice.ts';
import * as connectPages from '../../../src/views/pages/connect-pages.ts';
import { installedPage, notInstalledPage } from '../../../src/views/pages/install-pages.ts';
import { rareOptionsView } from '../../../src/views/rare-options.ts';
import { actionChoice, choiceMessage, stateBelow } from '../../../src/views/request-choice.ts';
import { colleagueDetailsView, detailsView, statusMessage } from '../../../src/views/request-details.ts';
import { requestListView } from '../../../src/views/request-list.ts';
import * as results from '../../../src/views/result-views.ts';
import { sameAgainView } from '../../../src/views/same-again.ts';
import { ruleView, sentenceMessage, sentenceView } from '../../../src/views/sentence.ts';
import * as settingsModal from '../../../src/views/settings-modal.ts';
import { shareModal, sharingView } from '../../../src/views/share-modal.ts';
import { notConnectedView, sharedCard, withdrawnCard } from '../../../src/views/shared-card.ts';
import { signRequestCard } from '../../../src/views/sign-request-card.ts';
import { askingView, signerMessage, signingLinkView } from '../../../src/views/signer-message.ts';
import { signersPage } from '../../../src/views/signers-page.ts';
import { signingTroubleView } from '../../../src/views/signing-trouble.ts';
import { templateListView } from '../../../src/views/template-list.ts';
import { refusalNumbers } from '../../../src/views/texts/codes.ts';
import type { Texts } from '../../../src/views/texts/index.ts';
import { welcomeMessage } from '../../../src/views/welcome.ts';
import { workspaceMessage } from '../../../src/views/workspace.ts';
import { listBuilders } from './every-list-view.ts';
import { fullForm, now, pending, shownRecords, templateForm, trouble } from './every-record.ts';
import { aRequest, bo, cy, details, openForm, refusalOf, tuesday } from './records.ts';

/** What a builder made: a message, a modal, Home, a menu entry, or a page for the browser. */
export type Drawn = unknown;

/** Texts from other people or the system, besides those in the records. */
export const givenTexts = [
  'Zebrafinch',
  'zara@acme.com',
  '/sign',
  'https://app.box.com/',
  'Order',
  'Buyer',
  'Archive',
  'Price',
  'paid',
];

const said = 'Zebrafinch';
const deeds = (
  ['create', 'send', 'send_again', 'remind', 'cancel', 'discard', 'share', 'withdraw_card'] as const
).flatMap((deed) =>
  (['done', 'unknown', 'refused'] as const).map((result) => ({
    deed,
    by: 'U0BO',
    result,
    at: tuesday,
    reference: '1a2b3c4d',
  })),
);
const values = settingValues(
  {
    senders: [{ id: 'S1', name: said }],
    folders: [{ id: '9', name: said }],
    longestDays: '30',
    signFromSlack: true,
  },
  { ownFolder: [{ id: '9', name: said }], ownDays: '14', quietFrom: '18:00', quietUntil: '08:00' },
);
const connections = [
  { state: 'connected', login: 'zara@acme.com' },
  { state: 'connected', login: null },
  { state: 'none', canConnect: true },
  { state: 'none', canConnect: false },
] as const;
const kinds = [
  'signed',
  'declined',
  'bounced',
  'forwarded',
  'expired',
  'cancelled',
  'replaced',
  'completed',
  'failed',
  'not_withdrawn',
  'reminded',
  'own_turn',
  'not_reached',
  'expiring',
  'unsent',
  'unsent_next_day',
] as const;
const endings = ['too_early', 'over', 'refused', 'unknown'] as const;
const lostReasons = [null, 'cut', 'other_account'] as const;
const codes = Object.keys(refusalNumbers) as (keyof typeof refusalNumbers)[];
const who = { name: said, workspace: said };
const base = shownRecords[0] as SignRequest;

const ofEach = (draw: (record: SignRequest) => Drawn) => shownRecords.map(draw);

/** What each builder draws, by the builder's name. */
export const builders: Readonly<Record<string, (t: Texts) => readonly Drawn[]>> = {
  ...listBuilders,
  signRequestCard: (t) =>
    lostReasons.flatMap((lost) =>
      ofEach((record) => signRequestCard(record, { t, now, lost, canCopy: true, canShare: true })),
    ),
  replacedCard: (t) => [replacedCard(t)],
  workingView: (t) => ofEach((record) => results.workingView(record, t)),
  slowView: (t) => ofEach((record) => results.slowView(record, t)),
  readyView: (t) => ofEach((record) => results.readyView(record, t)),
  sentView: (t) => ofEach((record) => results.sentView(record, t)),
  checkView: (t) =>
    ofEach((record) =>
      results.checkView(record, t, {
        folder: said,
        changedAt: tuesday,
        sender: { login: 'zara@acme.com', isOwnAddress: false },
      }),
    ),
  unsureView: (t) => ofEach((record) => results.unsureView(record, t)),
  sameAgainView: (t) =>
    (['same', 'changed_since', 'being_changed'] as const).map((why) =>
      sameAgainView(
        base,
        { draftId: 'd1', now, ...(why === 'same' ? {} : { why }) } as Parameters<typeof sameAgainView>[1],
        t,
      ),
    ),
  readyNote: (t) => ofEach((record) => readyNote(record, t)),
  actionResultMessage: (t) =>
    (['resend', 'cancel'] as const).flatMap((verb) => [
      actionResultMessage(base, { verb, failure: null }, t),
      ...endings.map((code) => actionResultMessage(base, { verb, failure: { ...trouble, verb, code } }, t)),
    ]),
  apologyMessage: (t) => [apologyMessage(base, said, t), apologyMessage(null, said, t)],
  sentenceMessage: (t) => [
    sentenceMessage(t.notNow, t),
    sentenceMessage(underWaySentence(base, { ...pending, verb: 'cancel' }, t), t),
  ],
  sentenceView: (t) => [sentenceView(t.onlyMembers, t)],
  ruleView: (t) => [
    ruleView({ code: 'sender_not_allowed', names: [said] }, t),
    ruleView({ code: 'expiry_required', most: 1 }, t),
  ],
  unknownCommandMessage: (t) => [
    unknownCommandMessage(said, said, t),
    unknownCommandMessage('/sign', null, t),
  ],
  helpMessage: (t) => [
    helpMessage(
      Object.values(t.help.commands).map((row, index) => ({
        ...row,
        command: '/sign',
        ...(index < 4 && { actionId: `open:${index}` }),
      })),
      t,
    ),
  ],
  welcomeMessage: (t) => connections.map((one) => welcomeMessage(one, t)),
  noticeMessage: (t) =>
    kinds.flatMap((kind) =>
      ['U0ANA', 'U0BO'].flatMap((to) =>
        ofEach((record) =>
          noticeMessage({ kind, record, signer: record.signers[0] ?? null, reader: to }, now, t),
        ),
      ),
    ),
  noticesMessage: (t) =>
    ['U0ANA', 'U0BO'].map((to) =>
      noticesMessage(
        shownRecords.slice(0, 20).map((record) => ({
          kind: 'reminded',
          record: { ...record, state: 'sent', requester: 'U0ANA', signers: [{ ...bo, signsHere: true }] },
          signer: bo,
          reader: to,
        })),
        now,
        t,
      ),
    ),
  homeView: (t) =>
    connections
      .flatMap((connection) =>
        lostReasons.map((lost) =>
          homeView({
            groups: groupForHome(shownRecords, now),
            asked: askedOfSigner(lost),
            connection,
            mayNotSend: lost === null ? null : { code: 'sender_not_allowed', names: [said] },
            lostOf: () => lost,
            t,
            now,
          }),
        ),
      )
      .concat(
        homeView({
          groups: groupForHome([], now),
          asked: [],
          connection: connections[0],
          mayNotSend: null,
          lostOf: () => null,
          t,
          now,
        }),
      ),
  closedHomeView: (t) => [closedHomeView(t)],
  signerMessage: (t) =>
    lostReasons.flatMap((lost) =>
      ofEach(
        (record) =>
          signerMessage(record, { reader: 'U0BO', who: said, lost, isMember: true, now, t })?.message,
      ),
    ),
  askingView: (t) => [askingView(base, t)],
  signingLinkView: (t) =>
    ofEach((record) => signingLinkView(record, { link: 'https://app.box.com/sign/2', reader: 'U0ANA' }, t)),
  signingTroubleView: (t) =>
    (['cut', 'other_account', 'noLink', 'boxRefuses'] as const).flatMap((why) => [
      signingTroubleView(why, said, t),
      signingTroubleView(why, null, t),
    ]),
  detailsView: (t) =>
    lostReasons.flatMap((lost) => ofEach((record) => detailsView(record, t, now, lost, deeds))),
  colleagueDetailsView: (t) => ofEach((record) => colleagueDetailsView(record, t, now)),
  statusMessage: (t) => ofEach((record) => statusMessage(record, t, now, null, deeds)),
  requestListView: (t) =>
    (['asking', 'answered', 'silent', 'not_connected'] as const).flatMap((state) =>
      [now, null].flatMap((listedAt) =>
        ['', said].flatMap((query) =>
          [shownRecords.slice(0, 20), shownRecords.slice(20, 40), shownRecords.slice(40), []].map(
            (records) => {
              const selection = listState({ group: 'waiting', isPicked: true }, query, 1);
              const page = { ...pageOfList([], selection), pages: 3, page: 2 };
              return requestListView({
                lostOf: () => null,
                selection,
                page,
                records,
                source: { state, canConnect: state === 'not_connected', listedAt },
                t,
                now,
              });
            },
          ),
        ),
      ),
    ),
  choiceMessage: (t) => [
    choiceMessage(
      {
        sentences: [t.status.which],
        records: shownRecords.slice(0, 5),
        line: stateBelow(t),
        action: 'details',
        label: t.status.details,
        query: '',
        closing: [t.status.newest(5)],
      },
      t,
      now,
    ),
  ],
  actionChoice: (t) =>
    (['resend', 'cancel'] as const).map((verb) => actionChoice(verb, shownRecords.slice(0, 12), t, now)),
  createModal: (t) =>
    [
      fullForm,
      templateForm,
      emptyForm,
      ...(['search', 'upload'] as const).map((way) => ({ ...fullForm, way })),
    ]
      .flatMap((form) =>
        connections.flatMap((connection) =>
          [true, false].map((expanded) =>
            createModal({
              draftId: 'd1',
              values: form,
              connection,
              expanded,
              problem: null,
              defaultFolder: said,
              canUpload: true,
              recent: [{ who: 'bo@client.com', name: 'Bo Lee' }],
              isRecentShown: expanded,
              changing: expanded ? base : null,
              notUsed: { words: said, groups: [said, said], isLinkLeftOut: true, missing: 'link' },
              t,
            }),
          ),
        ),
      )
      .concat(
        codes.map((code) =>
          createModal({
            draftId: 'd1',
            values: emptyForm,
            connection: connections[0],
            expanded: true,
            problem: refusalOf(code, said),
            defaultFolder: null,
            canUpload: false,
            t,
          }),
        ),
      ),
  rareOptionsView: (t) => [rareOptionsView(fullForm, openForm, t)],
  signersPage: (t) => [
    signersPage(
      [bo, cy].map((signer) => ({ signer, name: signer.name ?? '' })),
      { choices: fullForm.signerChoices, phones: [] },
      { isOwnOrder: true, settings: values },
      openForm,
      t,
    ),
  ],
  correctModal: (t) => [
    correctModal(base, [bo, cy], 'd1', t),
    correctModal({ ...base, signers: [] }, [bo], 'd1', t),
  ],
  cancelModal: (t) => ofEach((record) => cancelModal(record, t)),
  templateListView: (t) =>
    (['asking', 'silent', 'ended'] as const)
      .map((kind) => templateListView({ words: said, page: 1 }, { kind }, t))
      .concat(
        (['app_lacks_scope', 'policy_forbids', 'sign_not_enabled'] as const).map((why) =>
          templateListView({ words: said, page: 1 }, { kind: 'refused', why }, t),
        ),
        [true, false].map((canConnect) =>
          templateListView({ words: '', page: 1 }, { kind: 'notConnected', canConnect }, t),
        ),
        [true, false].map((isEmpty) =>
          templateListView({ words: said, page: 1 }, { kind: 'listed', templates: [], isEmpty }, t),
        ),
        templateListView(
          { words: '', page: 2 },
          {
            kind: 'listed',
            isEmpty: false,
            templates: Array.from({ length: 50 }, (_, index) => ({
              id: `t${index}`,
              name: `Order ${index}`,
            })),
          },
          t,
        ),
      ),
  connectView: (t) =>
    [null, 'd1'].flatMap((draftId) =>
      [null, 'zara@acme.com'].map((login) =>
        connect.connectView(
          { url: 'https://app.example/box/connect', draftId, login, why: t.connect.linkAgain.used },
          t,
        ),
      ),
    ),
  codeView: (t) => [connect.codeView('d1', now, t)],
  codeMessage: (t) => [connect.codeMessage(now, t)],
  codeTypedMessage: (t) => [connect.codeTypedMessage(now, t)],
  connectedView: (t) => [0, 1, 5].map((others) => connect.connectedView('zara@acme.com', others, t)),
  connectionSentenceView: (t) => [connect.connectionSentenceView(t.connect.disconnected(1), t)],
  connectedMessage: (t) =>
    [null, { id: 'd1', keptUntil: now }].flatMap((draft) =>
      [0, 2].map((others) =>
        connect.connectedMessage({ login: 'zara@acme.com', since: tuesday }, draft, others, t),
      ),
    ),
  disconnectView: (t) => [0, 1, 5].map((count) => connect.disconnectView('zara@acme.com', count, count, t)),
  connectMessage: (t) => [connect.connectMessage(t.templateList.notConnected, t, 'd1')],
  sharedCard: (t) =>
    [true, false].flatMap((isLost) =>
      ofEach((record) => sharedCard(record, { t, now, showsNames: true, by: said, isLost })),
    ),
  withdrawnCard: (t) => [withdrawnCard(t)],
  notConnectedView: (t) => [notConnectedView(true, t), notConnectedView(false, t)],
  shareModal: (t) =>
    ofEach((record) =>
      shareModal(record, {
        t,
        now,
        showsNames: true,
        by: said,
        isLost: false,
        channel: 'C0A',
        says: t.share.shared,
        kinds: ['public'],
        shownIn: ['C0A', 'C0B'].map((channel, index) => ({ channel, isConfirmed: index > 0 })),
      }),
    ),
  sharingView: (t) => [sharingView(base, t)],
  workspaceMessage: (t) =>
    [0, 1, 30].map((count) =>
      workspaceMessage(
        {
          connected: {
            count: { active: count, ended: count },
            latest: [false, true].flatMap((hasEnded) =>
              count === 0 ? [] : [{ userId: 'U0BO', login: 'zara@acme.com', since: tuesday, hasEnded }],
            ),
          },
          left: Array.from({ length: count }, () => ({
            name: said,
            foundAt: tuesday,
            open: shownRecords.slice(0, count),
          })),
          unusedSavers: count === 1 ? { webhooks: true, events: true } : null,
          calls: { used: 3, forecast: count === 0 ? null : 9, perMonth: 100 },
          senders: { gone: Array.from({ length: Math.min(count, 2) }, () => said), isUnreadable: count > 1 },
          values,
          hasScope: () => true,
        },
        t,
      ),
    ),
  workspaceSettingsView: (t) =>
    [true, false].map((has) =>
      settingsModal.workspaceSettingsView(
        values,
        { system: said, hasScope: () => has, isOrganisation: !has },
        t,
      ),
    ),
  personSettingsView: (t) => [settingsModal.personSettingsView(values, () => true, t, [t.share.notGranted])],
  savedSettingsView: (t) =>
    (['workspace', 'person'] as const).map((whose) => settingsModal.savedSettingsView(whose, t)),
  fileEntry: (t) => [fileEntry({ name: '', folder: said, link: 'https://app.box.com/file/1' }, t)],
  templateEntry: (t) => [templateEntry({ id: 'tpl-1', name: '' }, t)],
  folderEntry: (t) => [folderEntry({ id: '222', name: '', parent: said }, t)],
  groupEntry: () => [groupEntry({ id: 'S1', name: said, handle: said } as Parameters<typeof groupEntry>[0])],
  searchNote: (t) =>
    [
      ...Object.values(t.template.notes),
      ...Object.values(t.document.notes),
      ...Object.values(t.folderField.notes),
      ...Object.values(t.settings.groupNotes),
    ].map((note) => searchNote(note)),
  startPage: (t) => [connectPages.startPage(who, said, t)],
  leavingPage: (t) => [connectPages.leavingPage('https://app.box.com/', t)],
  connectedPage: (t) => [connectPages.connectedPage(who, 'zara@acme.com', t)],
  codePage: (t) =>
    [true, false].map((isOwnAddress) =>
      connectPages.codePage(who, { login: 'zara@acme.com', isOwnAddress } as never, '123456', t),
    ),
  problemPage: (t) =>
    (Object.keys(t.pages.problem) as (keyof Texts['pages']['problem'])[]).map((problem) =>
      connectPages.problemPage(problem, t),
    ),
  installedPage: (t) => [installedPage(said, t)],
  notInstalledPage: (t) =>
    (['refused', 'stale', 'crowded', 'failed'] as const).map((why) => notInstalledPage(why, '/', t)),
};

function askedOfSigner(lost: (typeof lostReasons)[number]) {
  return [true as const, false as const].map((signsHere, index) => ({
    record: aRequest({
      id: `theirs-${index}`,
      state: 'sent',
      signers: [{ ...bo, ...(signsHere ? { signsHere } : {}) }],
      details,
    }),
    reader: 'U0BO',
    who: said,
    lost,
  }));
}

/** Names of the functions of `src/views` that return a message, a view, a menu entry or a page. */
function builderNames(): string[] {
  const isBuilt = /\): (Message|SignerMessage|ModalView|HomeView|PlainTextOption)\b[^()]*\{$/;
  return ['src/views', 'src/views/pages'].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        readFileSync(`${folder}/${file}`, 'utf8')
          .split(/^export function /m)
          .slice(1),
      )
      .flatMap((written) => {
        const [signature = ''] = written.split(/(?<= \{)\n/);
        const [name = ''] = written.split('(');
        return isBuilt.test(signature) || (folder.endsWith('pages') && name.endsWith('Page')) ? [name] : [];
      }),
  );
}

/** Builders that only frame or change what others have built. */
const framingBuilders = [
  'message',
  'modal',
  'menuOption',
  'pageOnForm',
  'markedCard',
  'withoutButtons',
  'page',
];

/** The builders that are missing in the table. */
export const missingBuilders = () =>
  builderNames().filter((name) => !(name in builders) && !framingBuilders.includes(name));
