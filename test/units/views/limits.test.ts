import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldRefusals, FormValues } from '../../../src/signing/form.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { createModal } from '../../../src/views/create-modal.ts';
import { helpMessage, unknownCommandMessage } from '../../../src/views/help.ts';
import { apologyMessage, readyNote } from '../../../src/views/note.ts';
import {
  checkView,
  readyView,
  sentView,
  slowView,
  unsureView,
  workingView,
} from '../../../src/views/result-views.ts';
import { sameAgainView } from '../../../src/views/same-again.ts';
import { sentenceMessage, sentenceView } from '../../../src/views/sentence.ts';
import { signRequestCard } from '../../../src/views/sign-request-card.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { welcomeMessage } from '../../../src/views/welcome.ts';
import { runs } from '../../builders/runs.ts';
import { faultsOfMessage, faultsOfModal, strings } from './limits.ts';
import * as records from './records.ts';
import { allStates, aRequest, fullRecord, longNastyTexts, tuesday } from './records.ts';

const t = texts('en-GB', 'Europe/Berlin');
// The time is long after the last mail, so that a reminder is possible.
const now = tuesday + 30 * 24 * 3_600_000;

const views: Record<string, (record: SignRequest) => unknown> = {
  working: (record) => workingView(record, t),
  slow: (record) => slowView(record, t),
  ready: (record) => readyView(record, t),
  sent: (record) => sentView(record, t),
  check: (record) => checkView(record, t),
  'check with file facts': (record) =>
    checkView(record, t, { folder: record.form.document, changedAt: tuesday }),
  unsure: (record) => unsureView(record, t),
  'same again': (record) => sameAgainView(record, { draftId: 'd1', now: tuesday }, t),
};

describe('Slack accepts the card', () => {
  it('of any generated record', () => {
    fc.assert(
      fc.property(records.generated, (record) => {
        expect(faultsOfMessage(signRequestCard(record, { t, now }))).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });

  it.each(allStates)('of a request with 35 signers and the longest names in state %s', (state) => {
    for (const said of longNastyTexts) {
      expect(faultsOfMessage(signRequestCard(fullRecord(state, said), { t, now })), said).toEqual([]);
    }
  });
});

describe('Slack accepts the result views', () => {
  it.each(Object.keys(views))('%s, of any generated record', (name) => {
    fc.assert(
      fc.property(records.generated, (record) => {
        expect(faultsOfModal(views[name]?.(record))).toEqual([]);
      }),
    );
    for (const state of allStates) {
      for (const said of longNastyTexts)
        expect(faultsOfModal(views[name]?.(fullRecord(state, said)))).toEqual([]);
    }
  });
});

describe('Slack accepts the form', () => {
  const form = (values: FormValues, more: Partial<Parameters<typeof createModal>[0]> = {}) =>
    createModal({
      draftId: 'd1',
      values,
      connection: { state: 'connected', login: values.subject },
      expanded: false,
      problem: null,
      defaultFolder: null,
      canUpload: true,
      t,
      ...more,
    });

  it('with any values, folded and expanded, with any refusal on top', () => {
    fc.assert(
      fc.property(records.form, fc.boolean(), fc.option(records.refusal), (values, expanded, problem) => {
        expect(faultsOfModal(form(values, { expanded, problem, defaultFolder: values.name }))).toEqual([]);
      }),
    );
  });

  it('with refusals of folded fields on top', () => {
    const fields: FieldRefusals = {
      folder: { code: 'folder_not_a_link', text: '<!channel>'.repeat(400) },
      daysValid: { code: 'expiry_out_of_range', text: '9'.repeat(4000), most: 730 },
    };
    expect(faultsOfModal(form(records.aRequest().form, { expanded: true, fields }))).toEqual([]);
  });
});

describe('Slack accepts the small messages', () => {
  it('with any text in them', () => {
    fc.assert(
      fc.property(records.generated, records.text, (record, said) => {
        const row = { command: said, usage: said, does: 'does it', actionId: 'open' };
        const messages = [
          readyNote(record, t) ?? sentenceMessage(t.notNow, t),
          apologyMessage(record, said, t),
          apologyMessage(null, said, t),
          unknownCommandMessage(said, said, t),
          helpMessage([row, { command: '/sign', usage: 'help', does: 'shows this list' }], t),
          sentenceMessage(t.internal('r-1'), t),
        ];
        expect(messages.flatMap(faultsOfMessage)).toEqual([]);
      }),
    );
    expect(faultsOfModal(sentenceView(t.onlyMembers, t))).toEqual([]);
    const connections = [
      { state: 'connected', login: null },
      { state: 'none', canConnect: true },
      { state: 'none', canConnect: false },
    ] as const;
    for (const one of connections) expect(faultsOfMessage(welcomeMessage(one, t))).toEqual([]);
  });

  it('with more commands than a message holds', () => {
    const rows = Array.from({ length: 80 }, (_, index) => ({
      command: '/sign',
      usage: `${index}`,
      does: 'x'.repeat(90),
    }));
    expect(faultsOfMessage(helpMessage(rows, t))).toEqual([]);
  });
});

describe('text of others is only data', () => {
  const bidi = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
  const mrkdwn = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
    return [...own, ...Object.values(value).flatMap(mrkdwn)];
  };

  it('no generated text becomes a mention, a link or a date', () => {
    fc.assert(
      fc.property(records.generated, (record) => {
        const card = signRequestCard(record, { t, now });
        const parsed = [
          card.text,
          ...mrkdwn(card.blocks),
          ...Object.values(views).flatMap((view) => mrkdwn(view(record))),
        ];
        const left = parsed.map((text) => text.replace(/<!date\^-?\d+\^[^|<>]*\|[^|<>]*>/g, ''));
        // The one date among the generated texts; no date of the app has this fallback.
        expect(parsed.join()).not.toContain('|x>');
        for (const text of left) expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
    );
  });

  it('no direction mark or line break of others is shown', () => {
    const said = '\u202eNDA\u2066\n\u2028<!here>\u200f';
    for (const state of allStates) {
      const card = signRequestCard(fullRecord(state, said), { t, now });
      expect(strings(card.blocks).filter((text) => bidi.test(text) || /[\n\u2028]/.test(text))).toEqual([]);
      expect(card.text).not.toMatch(bidi);
      expect(card.text).toContain('NDA');
    }
  });

  it('a button’s value is only the request id', () => {
    for (const state of allStates) {
      const values =
        JSON.stringify(signRequestCard(fullRecord(state, 'said'), { t, now }).blocks).match(
          /"value":"[^"]*"/g,
        ) ?? [];
      // The value of an overflow option also names its action.
      expect(values.map((value) => value.replace(/"([a-z_]+:)?/g, '"'))).toEqual(
        values.map(() => `"value":"${aRequest().id}"`.replace(/"([a-z_]+:)?/g, '"')),
      );
    }
  });
});

describe('the checker of Slack’s limits', () => {
  const section = { type: 'section', text: { type: 'plain_text', text: 'x', emoji: false } };
  it.each([
    ['an unknown key', { ...section, colour: 'red' }, 'invalid additional property: colour'],
    ['an unknown type', { type: 'sparkle' }, 'unsupported type: sparkle'],
    ['an inherited type', { type: 'constructor' }, 'unsupported type: constructor'],
    ['an empty text', { type: 'section', text: { type: 'plain_text', text: '' } }, 'must be more than 0'],
    [
      'a long text',
      { type: 'section', text: { type: 'plain_text', text: 'x'.repeat(3001) } },
      'less than 3001',
    ],
    ['a missing key', { type: 'section' }, 'missing required field: text'],
    ['an input in a message', { type: 'input' }, 'unsupported type: input'],
    [
      'half a character',
      { type: 'section', text: { type: 'plain_text', text: '\ud83d' } },
      'half a character',
    ],
  ])('refuses %s', (_what, block, fault) => {
    expect(faultsOfMessage({ text: 'x', blocks: [block] }).join()).toContain(fault);
  });

  it('the same action id twice in a block, and a message that is too long, are refused', () => {
    const press = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'x' } };
    const twice = { type: 'actions', elements: [press, press] };
    expect(faultsOfMessage({ text: 'x', blocks: [twice] })).toEqual(['action_id a twice in a block']);
    const long = { type: 'section', text: { type: 'plain_text', text: 'x'.repeat(3000) } };
    expect(faultsOfMessage({ text: 'x', blocks: [long, long, long, long] }).join()).toContain('too_long');
  });
});
