/** Pickles as Python writes them in each protocol, and those that would do more than hold data. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPickle } from '../../../../trainer/data/import/pickle.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const base64 = (text: string): Uint8Array => Buffer.from(text, 'base64');

/** `{'a': [1, -2, 300, 70000, 2.5, True, None], 'é': ('x', ()), 'b': 'x'}`, written by Python 3.11 in protocols 0 to 5. */
const written = [
  'KGRwMApWYQpwMQoobHAyCkkxCmFJLTIKYUkzMDAKYUk3MDAwMAphRjIuNQphSTAxCmFOYXNW6QpwMwooVngKcDQKKHR0cDUKc1ZiCnA2Cmc0CnMu',
  'fXEAKFgBAAAAYXEBXXECKEsBSv7///9NLAFKcBEBAEdABAAAAAAAAEkwMQpOZVgCAAAAw6lxAyhYAQAAAHhxBCl0cQVYAQAAAGJxBmgEdS4=',
  'gAJ9cQAoWAEAAABhcQFdcQIoSwFK/v///00sAUpwEQEAR0AEAAAAAAAAiE5lWAIAAADDqXEDWAEAAAB4cQQphnEFWAEAAABicQZoBHUu',
  'gAN9cQAoWAEAAABhcQFdcQIoSwFK/v///00sAUpwEQEAR0AEAAAAAAAAiE5lWAIAAADDqXEDWAEAAAB4cQQphnEFWAEAAABicQZoBHUu',
  'gASVOQAAAAAAAAB9lCiMAWGUXZQoSwFK/v///00sAUpwEQEAR0AEAAAAAAAAiE5ljALDqZSMAXiUKYaUjAFilGgEdS4=',
  'gAWVOQAAAAAAAAB9lCiMAWGUXZQoSwFK/v///00sAUpwEQEAR0AEAAAAAAAAiE5ljALDqZSMAXiUKYaUjAFilGgEdS4=',
];

for (const [protocol, text] of written.entries()) {
  test(`plain data is read as it was, in protocol ${protocol}`, () => {
    assert.deepEqual(readPickle(base64(text)), {
      a: [1, -2, 300, 70000, 2.5, true, null],
      é: ['x', []],
      b: 'x',
    });
  });
}

test('a text of JSON, as LiveCodeBench packs it, is that text', () => {
  assert.equal(readPickle(base64('gASVFAAAAAAAAACMEFt7ImlucHV0IjogIjEifV2ULg==')), '[{"input": "1"}]');
});

/** Each is refused at the instruction that is named; nothing of it is carried out. */
const refused = [
  {
    about: 'os.system by GLOBAL and REDUCE',
    text: "cos\nsystem\n(S'echo x'\ntR.",
    says: /^at byte 0 the pickle has the instruction GLOBAL,/,
  },
  {
    about: 'a name by STACK_GLOBAL',
    text: '\x80\x04\x8c\x02os\x8c\x06system\x93.',
    says: /^at byte 14 .*STACK_GLOBAL/,
  },
  { about: 'REDUCE alone', text: '(tR.', says: /^at byte 2 .*REDUCE/ },
  { about: 'an instance by INST', text: '(ios\nsystem\n.', says: /^at byte 1 .*INST/ },
  { about: 'an instance by OBJ', text: '(o.', says: /OBJ/ },
  { about: 'NEWOBJ', text: ')\x81.', says: /NEWOBJ/ },
  { about: 'NEWOBJ_EX', text: ')\x92.', says: /NEWOBJ_EX/ },
  { about: 'BUILD', text: '}}b.', says: /BUILD/ },
  { about: 'an extension', text: '\x82\x01.', says: /EXT1/ },
  { about: 'a persistent id', text: 'Pfile\n.', says: /PERSID/ },
  { about: 'a set', text: '\x8f.', says: /EMPTY_SET/ },
  { about: 'bytes', text: 'C\x01x.', says: /SHORT_BINBYTES/ },
  { about: 'a buffer from elsewhere', text: '\x97.', says: /NEXT_BUFFER/ },
  { about: 'a byte that is no instruction', text: '\xff.', says: /0xff/ },
  { about: 'a later protocol', text: '\x80\x06N.', says: /protocol above 5/ },
  {
    about: 'a list that holds itself',
    text: ']q\x00h\x00a.',
    says: /^at byte 3 .*takes a container from the memo/,
  },
  { about: 'a key that is no text', text: '}K\x01Ns.', says: /key that is no text/ },
  {
    about: 'the key by which JavaScript keeps prototypes',
    text: '}X\x09\x00\x00\x00__proto__}s.',
    says: /key that is no text/,
  },
  {
    about: 'lists in lists in lists',
    text: `${']'.repeat(70)}${'a'.repeat(69)}.`,
    says: /nested deeper than 64/,
  },
  {
    about: 'a text longer than the pickle',
    text: 'X\xff\xff\xff\xff.',
    says: /ends before 4294967295 more bytes/,
  },
  { about: 'a place in the memo where nothing is', text: 'h\x07.', says: /takes 7 from the memo/ },
  { about: 'an end without a value', text: '.', says: /without one value/ },
  { about: 'an end with two values', text: 'NN.', says: /without one value/ },
  { about: 'a value where a mark is', text: '(a.', says: /a mark is/ },
  { about: 'a mark that is not there', text: 'Nt.', says: /has no mark/ },
  { about: 'a key without a value', text: '}(Nu.', says: /key without a value/ },
  { about: 'an item of what is no dict', text: 'NNNs.', says: /no dict/ },
  { about: 'a text that is not UTF-8', text: 'X\x01\x00\x00\x00\xff.', says: /UTF-8/ },
  { about: 'infinity', text: 'Finf\n.', says: /number that JSON does not have|whole number/ },
  { about: 'a number of hundreds of digits', text: `I${'9'.repeat(300)}\n.`, says: /beyond 2\^53/ },
  { about: 'a number of hundreds of bytes', text: `\x8a\xff${'\x01'.repeat(255)}.`, says: /beyond 2\^53/ },
  { about: 'nothing', text: '', says: /^at byte 0 the pickle ends/ },
];

for (const { about, text, says } of refused) {
  test(`a pickle is refused: ${about}`, () =>
    assert.throws(() => readPickle(bytes(text)), { name: 'PickleFault', message: says }));
}

test('a pickle of millions of small values is refused before they fill the memory', () => {
  assert.throws(() => readPickle(bytes(']'.repeat(3_000_000))), { message: /more than 2000000 values/ });
  assert.throws(() => readPickle(bytes('('.repeat(3_000_000))), { message: /more than 2000000 values/ });
});

test('a text taken from the memo again and again is refused before it fills a disk', () => {
  const text = `X\x00\x00\x10\x00${'x'.repeat(2 ** 20)}q\x00${'h\x00'.repeat(300)}.`;
  assert.throws(() => readPickle(bytes(text)), { message: /more than 268435456 characters/ });
});
