/**
 * Every sentence of the English catalogue: as every view says it, with each plural form, and with the examples below
 * for what no view says.
 */
import type { ColleagueRefusal, FieldRefusal } from '../../../src/signing/refusals.ts';
import { en } from '../../../src/views/texts/en.ts';
import type { Catalogue, Texts } from '../../../src/views/texts/index.ts';
import { now } from './every-record.ts';
import { builders } from './every-view.ts';
import { refusalOf, tuesday } from './records.ts';

type Sentence = (...given: unknown[]) => unknown;

const names = ['Bo Lee', 'Cy Ng', 'Di Roe', 'Ed Fox', 'Fay Orr'];
const turn = { isApproval: false, isHere: false };
const approval = { isApproval: true, isHere: true };
const count = { signed: 1, all: 3 };
const notice = {
  ...{ name: 'NDA', who: 'Bo Lee', missing: ['Cy Ng'], reason: null, passedTo: null, signedCount: 1 },
  ...{ signerCount: 2, expiresAt: null, isSigner: false, readersTurn: null, asker: 'Ana Diaz', since: null },
  ...{ ownPart: null, isSent: true },
} as const;
const reminder = { asker: 'Ana Diaz', name: 'NDA', since: null, expiresAt: null, ownPart: null };
const emailed = { isApproval: true, emailedTo: 'bo@client.com' };
const summary = { folder: null, defaultFolder: null, days: '', reminders: false };

const atField = (t: Texts, ...refusals: readonly FieldRefusal[]) => refusals.map(t.refusal.atField);
const colleagues = (code: ColleagueRefusal['code'], most: number): FieldRefusal => ({
  code: 'colleagues_cannot_sign',
  refused: names.slice(0, most).map((name) => ({ code, name })),
});

/** What no view says, or only in states that `every-view.ts` does not have. */
const examples: readonly ((t: Texts) => unknown)[] = [
  (t) => [t.form.subject('Ana Diaz', 'NDA'), t.correct.nothing(1), t.correct.nothing(2)],
  (t) => [summary, { ...summary, days: '1' }, { ...summary, days: '7', reminders: true }].map(t.form.summary),
  (t) => [t.form.summary({ ...summary, folder: '' }), t.form.summary({ ...summary, defaultFolder: '' })],
  (t) => [t.form.folderHintConfigured(''), t.form.groupsCannotSign(['Legal'])],
  (t) => [t.result.goesTo.later.many(4), t.result.goesTo.copy.many(4)],
  (t) => [0, 1, 5].flatMap((minutes) => [t.result.sameAgain(minutes), t.result.sameAgainNotOut(minutes)]),
  (t) => [0, 1, 5].map(t.result.sameAgainUnknown),
  (t) => [t.card.state.looking(), t.card.state.setAside(), t.card.state.copyGone(), t.card.state.allIn(2, 2)],
  (t) => [turn, approval].flatMap((one) => [t.card.state.yours(tuesday, null, one)]),
  (t) => [
    t.card.state.yours(null, { count: 1, all: 2 }, turn),
    t.card.state.yours(null, null, { ...turn, isApproval: true }),
  ],
  (t) => [t.card.state.opened(tuesday, names), t.card.state.opened(null, names.slice(0, 1))],
  (t) => [t.card.state.expiredUnsent(tuesday), t.card.state.expiredUnsent(null)],
  (t) => [t.card.state.sent(null), t.card.state.openedBySomebody(null), t.card.state.pastExpiry(tuesday, [])],
  (t) => [t.card.state.cancelled(tuesday, 'ana@acme.com'), t.card.state.expired(null, [])],
  (t) => [null, 'Wrong price', 'Why?'].map((why) => t.card.state.declined('Bo Lee', tuesday, why, false)),
  (t) => [t.card.state.partly(1, 2, ['Bo Lee'], null), t.card.errorCode('cfr11_validation_failed')],
  (t) => [t.card.signer.wasNotAsked(), t.card.signer.notSigned(), t.card.signer.spared('Bo Lee')],
  (t) => [tuesday, null].flatMap((at) => [t.card.signer.signed(at), t.card.signer.approved(at)]),
  (t) => [tuesday, null].flatMap((at) => [t.card.signer.declined(at), t.signing.signed('NDA', at)]),
  (t) => [
    t.card.forwarded('Bo Lee', 'Cy Ng'),
    t.card.bounced(['bo@client.com']),
    t.card.forWhom([], 'today'),
  ],
  (t) => [
    t.actions.againFrom(tuesday),
    t.actions.tooEarly('today at 10:20'),
    t.actions.choose.noMatch('NDA'),
  ],
  (t) => [t.actions.asked.resend('NDA', names.slice(0, 2)), t.actions.asked.resend('NDA', [])],
  (t) => [
    t.actions.done.resend('NDA', []),
    t.actions.done.cancel('NDA', []),
    t.actions.cancelledByYou(now, null),
  ],
  (t) => [t.actions.remind.told('Bo Lee', 1), t.actions.remind.told('Bo Lee and Cy Ng', 2)],
  (t) => [t.actions.cancelModal.says('NDA', [], []), t.connect.codeWrong(1), t.connect.codeWrong(4)],
  (t) => [t.connect.lost(null, null), t.connect.lost(null, 'ana@acme.com')],
  (t) =>
    [t.copy.underWay, t.copy.here, t.copy.tooLarge, t.copy.unknown, t.copy.slackRefuses, t.copy.boxRefuses]
      .concat(t.copy.unreachable)
      .map((says) => says('NDA')),
  (t) =>
    (['sign_not_enabled', 'policy_forbids', 'terms_of_service', 'app_lacks_scope'] as const).flatMap(
      (why) => [t.list.refused(why, null), t.list.refused(why, tuesday), t.templateList.refused(why)],
    ),
  (t) => [
    t.batch.newest(100, 140),
    t.batch.listed(100),
    t.batch.exported(2),
    t.batch.csv.person('Bo', 'signed'),
  ],
  (t) =>
    (['under_way', 'not_out', 'not_known', 'nobody_left', 'your_turn', 'not_allowed', 'gone'] as const)
      .concat([
        'converting',
        'not_connected',
        'unreachable',
        'internal',
        'too_early',
        'over',
        'refused',
      ] as never)
      .concat(['unknown', 'all_signed', 'not_at_box', 'not_found'] as never)
      .map((code) => t.batch.named('NDA', code)),
  (t) => [t.shared.allSenders(3), t.shared.ofSender('ana@acme.com', 2), t.shared.newest(1000)],
  (t) => [t.home.moreAsked(1), t.home.moreAsked(2), t.details.reason('Wrong price')],
  (t) => [t.details.history.declined('Bo Lee'), t.details.expiresAfter('1'), t.details.expiresAfter('7')],
  (t) => [t.details.copy('NDA', 'sent.', null), t.details.whoIsLeft([], 1), t.details.whoIsLeft(['Bo'], 2)],
  (t) => [1, 2].flatMap((many) => Object.values(t.signersPage.rows).map((row) => row.counted(many))),
  (t) => [t.signersPage.colleague(2), ...[3, 4, 5, 6, 7].map(t.signersPage.place)],
  (t) => [t.status.several('NDA', 2), t.status.open(1), t.status.open(2)],
  (t) => [t.status.noMatch('NDA'), t.status.matches('NDA')],
  (t) =>
    (['colleague_is_bot', 'colleague_deactivated', 'colleague_without_address'] as const).flatMap((code) =>
      atField(t, colleagues(code, 1), colleagues(code, 2), colleagues(code, 5)),
    ),
  (t) =>
    atField(
      t,
      { code: 'signer_not_an_address', texts: ['bo'] },
      { code: 'signer_not_an_address', texts: names },
      { code: 'document_twice', text: 'NDA', file: 'NDA.pdf' },
      { code: 'colleagues_cannot_sign', refused: [{ code: 'colleague_is_bot', name: '' }] },
    ),
  (t) => [t.refusal.atFoldedField(['Enter a date.', 'Enter a number.']), t.refusal.onCard(null)],
  (t) => t.refusal.onForm({ ...refusalOf('document_wrong_type', ''), extension: '' } as never),
  (t) => [
    t.rules.sentence({ code: 'expiry_required', most: 30 }),
    t.rules.sentence({ code: 'expiry_too_long', most: 1 }),
  ],
  (t) => [t.rules.sentence({ code: 'folder_not_allowed', names }), t.workspace.history.here(1)],
  (t) => [true, false].map(t.workspace.onlyAdmins).concat(t.workspace.history.here(3)),
  (t) => [
    t.workspace.connectedAs('', tuesday),
    t.workspace.endedAs(''),
    t.workspace.person('Di', now, 0, []),
  ],
  (t) =>
    Object.values(t.settings.refused).flatMap((says) => [says(names.slice(0, 1)), says(names.slice(0, 2))]),
  (t) => [t.share.problem('It did not work.'), t.share.about('NDA', 'Not shared.')],
  (t) => Object.values(t.share.refusal).map((says) => says('/invite @Sign')),
  (t) => [t.share.signer.approved(), t.share.signer.declined(), t.share.state.sent(null, count)],
  (t) => [t.signing.words('Please sign'), t.signing.declined('NDA'), t.signing.replaced('NDA')],
  (t) => [t.signing.inPersonNow(names.slice(0, 1)), t.signing.notReached('NDA', 'Bo Lee')],
  (t) =>
    (['expired', 'cancelled', 'replaced', 'declined_by_other', 'over'] as const).map((end) =>
      t.signing.signedInVain('NDA', end),
    ),
  (t) =>
    [reminder, { ...reminder, since: tuesday, expiresAt: now, ownPart: emailed }].map(t.signing.reminded),
  (t) =>
    ([notice, { ...notice, readersTurn: 'slack' }, { ...notice, readersTurn: 'email' }] as const).map(
      t.notices.signed,
    ),
  (t) => [notice, { ...notice, missing: [] }, { ...notice, isSent: false }].map(t.notices.expired),
  (t) => [notice, { ...notice, passedTo: 'Cy Ng' }].map(t.notices.forwarded),
  (t) => [notice, { ...notice, expiresAt: now }].map(t.notices.expiring),
  (t) => [notice, { ...notice, missing: [], reason: 'Wrong price' }].map(t.notices.declined),
  (t) => [t.template.leaveBlank.daysValid(null), t.template.leaveBlank.daysValid(1)],
  (t) => [t.tryAgainWith('1a2b'), t.youTyped('/sign NDA'), t.internal('1a2b')],
  (t) => [t.boxRefusesRefresh(403), t.boxRefusesRefresh(null)],
];

/** How many of the texts that views make with one function are listed: for many functions, all. */
const mostOfViews = 3;

/** What each text of the catalogue says, by its name. */
export function everySentence(t: Texts): ReadonlyMap<string, readonly string[]> {
  const said = new Map<string, Set<string>>();
  const note = (name: string, text: unknown, most = Number.POSITIVE_INFINITY): void => {
    const known = said.get(name) ?? new Set();
    said.set(name, known);
    if (known.size < most) known.add(written(text));
  };
  const noted = (part: unknown, name: string, most?: number): unknown => {
    if (typeof part === 'string') note(name, part);
    if (typeof part === 'function') {
      const sentence = part as Sentence;
      said.set(name, new Set());
      return (...given: unknown[]) => {
        if (said.get(name)?.size === 0) for (const other of variantsOf(given)) note(name, sentence(...other));
        const text = sentence(...given);
        note(name, text, most);
        return text;
      };
    }
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) {
      for (const [index, one] of part.entries()) noted(one, `${name}.${index}`);
      return part;
    }
    const below = (key: string): string => (name === '' ? key : `${name}.${key}`);
    return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, noted(one, below(key), most)]));
  };
  const { clock } = t;
  const inViews = { ...(noted(en, '', mostOfViews) as Catalogue), clock };
  for (const draw of Object.values(builders)) draw(inViews);
  const found = new Map(said);
  const inExamples = { ...(noted(en, '') as Catalogue), clock };
  for (const example of examples) example(inExamples);
  return new Map(
    [...said].map(([name, texts]) => [name, [...new Set([...(found.get(name) ?? []), ...texts])].sort()]),
  );
}

/** A text in one line; a phrase with its symbol, and with the form of each time instead of the time. */
function written(text: unknown): string {
  if (typeof text === 'string') return text.replaceAll('\n', ' ⏎ ');
  if (Array.isArray(text)) return text.map(written).join('');
  if (typeof text !== 'object' || text === null) return String(text);
  if ('shownAs' in text) return `{${text.shownAs}}`;
  return Object.values(text).map(written).join(' ');
}

/** The arguments with other numbers, other answers to yes or no, and shorter lists, one changed at a time. */
function variantsOf(given: readonly unknown[]): unknown[][] {
  return given.flatMap((one, place) => variantsOfOne(one).map((other) => given.with(place, other)));
}

function variantsOfOne(one: unknown): readonly unknown[] {
  if (typeof one === 'number' && one < 10_000) return [0, 1, 2];
  if (typeof one === 'boolean') return [!one];
  if (Array.isArray(one)) return one.every((text) => typeof text === 'string') ? [one.slice(0, 1)] : [];
  if (typeof one !== 'object' || one === null) return [];
  return Object.entries(one).flatMap(([key, value]) =>
    variantsOfOne(value).map((other) => ({ ...one, [key]: other })),
  );
}
