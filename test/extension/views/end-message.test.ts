import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runContribution } from '../../../extension/run/contribution.ts';
import { Settings } from '../../../extension/settings/settings.ts';
import { endMessage, isSaid } from '../../../extension/views/end-message.ts';
import { entry } from '../support/entries.ts';
import { keptLog } from '../support/log.ts';

test('a finished run is told with its steps and best validation', () => {
  const message = endMessage({ entry: entry({ state: 'finished', step: 75 }), end: 'finished' });
  assert.deepEqual(message, {
    severity: 'information',
    text: 'Run mine is finished after step 75; best validation 0.61.',
    setting: 'notifications.finished',
    offersCritic: true,
  });
});

test('a failed run is told with its reason, of which nothing becomes a link', () => {
  const problem = 'Too little memory. [Fix](command:evil)';
  const message = endMessage({ entry: entry({ state: 'failed', problem }), end: 'failed' });
  assert.deepEqual([message?.severity, message?.offersCritic], ['error', false]);
  assert.equal(message?.text, 'Run mine has failed after step 12. Too little memory. [Fix] (command:evil)');
});

test('a trainer that ended without saying why is a failure, and the way on is named', () => {
  const message = endMessage({ entry: entry({ state: 'interrupted' }), end: 'interrupted' });
  assert.equal(message?.setting, 'notifications.failed');
  assert.match(message?.text ?? '', /step 12.*Resume/);
});

test('whoever stops a run is not told so', () => {
  assert.equal(endMessage({ entry: entry(), end: 'stopped' }), null);
});

test('an end is said unless the user has switched that off or has stopped the run', () => {
  const said = (end: 'stopped' | 'finished' | 'failed' | 'interrupted', off?: string): boolean => {
    const value = (id: string): unknown => (id === off ? false : undefined);
    const settings = new Settings(runContribution.settings ?? [], value, keptLog());
    return isSaid({ entry: entry({ state: end }), end }, settings);
  };
  assert.deepEqual(
    [said('finished'), said('failed'), said('interrupted'), said('stopped')],
    [true, true, true, false],
  );
  assert.deepEqual(
    [said('finished', 'notifications.finished'), said('failed', 'notifications.finished')],
    [false, true],
  );
  assert.deepEqual(
    [said('interrupted', 'notifications.failed'), said('finished', 'notifications.failed')],
    [false, true],
  );
});
