import assert from 'node:assert/strict';
import test from 'node:test';
import { createRandom } from '../../../trainer/random.ts';
import { families, newFamilies } from '../../../trainer/starter/families/index.ts';
import type { Choice, Family } from '../../../trainer/starter/family.ts';
import { plannedProblems } from '../../../trainer/starter/generate.ts';
import { starterSeed } from '../../../trainer/starter/load.ts';
import { choicesOf } from '../../../trainer/starter/plan.ts';
import { localsOf, tokenize } from '../../../trainer/starter/python.ts';
import { allForms } from '../../../trainer/starter/solutions.ts';
import { statementOf } from '../../../trainer/starter/template.ts';

/** The statement in one wording, always with the first of an option's words. */
function statement(family: Family, choice: Choice, wording: string): string {
  const firstWords = Object.entries(choice).map(([name, option]) => [
    name,
    { ...option, say: option.say.slice(0, 1) },
  ]);
  return statementOf(
    { ...family, ask: [wording] },
    Object.fromEntries(firstWords) as Choice,
    createRandom(0),
  );
}

test('there are at least 120 families to train on and 24 new ones, all with names of their own', () => {
  const names = families.map((family) => family.name);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.filter((name) => !newFamilies.has(name)).length >= 120);
  assert.ok(newFamilies.size >= 24);
  assert.deepEqual(
    [...newFamilies].filter((name) => !names.includes(name)),
    [],
  );
});

test('a family makes at least 18 problems, and no two of them read the same in any wording', () => {
  for (const family of families) {
    const choices = choicesOf(family);
    assert.ok(choices.length >= 18, `${family.name} makes ${choices.length}`);
    for (const wording of family.ask) {
      const statements = choices.map((choice) => statement(family, choice, wording));
      assert.equal(new Set(statements).size, choices.length, `${family.name}: ${wording}`);
    }
  }
});

test('statements are short sentences without holes', () => {
  for (const family of families) {
    const choices = [
      ...choicesOf(family),
      ...plannedProblems(family, starterSeed).map((planned) => planned.choice),
    ];
    for (const wording of family.ask) {
      for (const choice of choices) {
        const text = statement(family, choice, wording);
        assert.match(text, /^[A-Za-z][^$]*\.$/, text);
        assert.doesNotMatch(text.replaceAll(/'[^']*'/g, 'text'), / [.,;]|\s\s|undefined|\.\.|,\./, text);
        assert.ok(text.split(' ').length <= 36, text);
      }
    }
  }
});

test('solutions are plain Python of at most twelve lines, with arguments as the signature names them', () => {
  for (const family of families) {
    const argumentCount = (family.signature.match(/\w+(?=[,)])/g) ?? []).length;
    assert.equal(family.inputs.length, argumentCount, family.name);
    for (const { program } of allForms(family, choicesOf(family)[0] ?? {})) {
      const tokens = tokenize(program);
      const read = tokens.map((token) => token.text).join('');
      assert.equal(read.replaceAll(/\s/g, ''), program.replaceAll(/\s/g, ''), family.name);
      assert.ok(program.split('\n').length <= 12, program);
      assert.ok(!localsOf(tokens).includes(family.signature.split('(')[0] ?? ''), program);
    }
  }
});
