"""Values of Python as JSON and back. The tags are listed in trainer/sandbox/values.ts.

What is encoded may be hostile: an object's own methods are never asked what it is or holds. Types are compared by
identity, and contents are read through the base types' methods, which a subclass cannot replace.
"""

import array
import builtins
import collections
import decimal
import fractions
import json

DEEPEST = 200
EXACT_INTEGERS = 2**53
MRO = type.__dict__['__mro__'].__get__
ITERATORS = (type({}.keys()), type({}.values()), type({}.items()))


# The parts of `json` that are written in C: a program may replace all others.
scan_json = json.JSONDecoder().scan_once
encode_json = json.encoder.c_make_encoder(
    None, None, json.encoder.encode_basestring_ascii, None, ': ', ', ', False, False, False
)


def read_json(data):
    return scan_json(data.decode(), 0)[0]


def write_json(value):
    return ''.join(encode_json(value, 0)).encode()


class TooLarge(Exception):
    """The value takes more room or nests deeper than the job allows."""


def inherits(kind, base):
    return any(parent is base for parent in MRO(kind))


class Encoder:
    """Turns a value into lists, dicts with text keys, text and numbers that JSON has.

    `room` is the number of bytes that the text may take. `keep` is called with an object that JSON has no form for
    and returns the number by which the object is known from then on; without it such an object becomes its type's name.
    """

    def __init__(self, room, keep=None):
        self.room = room
        self.keep = keep
        self.open = []

    def spend(self, size):
        self.room -= size
        if self.room < 0:
            raise TooLarge('the value is larger than the output limit')

    def encode(self, value):
        self.spend(4)
        kind = type(value)
        if value is None or kind is bool:
            return value
        for base, encode in ENCODERS:
            if kind is base:
                return encode(self, value)
        for base, encode in ENCODERS:
            if inherits(kind, base):
                return encode(self, value)
        return self.encode_other(value, kind)

    def encode_other(self, value, kind):
        iterates = any('__next__' in vars(parent) for parent in MRO(kind))
        if self.keep is not None and kind is type and vars(builtins).get(type_name(value)) is value:
            return {'$type': type_name(value)}
        if self.keep is not None:
            return {'$handle': [self.keep(value), type_name(kind), iterates]}
        if iterates or kind in ITERATORS:
            return {'$iterator': self.within(value, lambda: [self.encode(item) for item in value])}
        return {'$object': type_name(kind)}

    def within(self, container, encode):
        """Encodes what `container` holds, unless it is already being encoded."""
        for depth, parent in enumerate(reversed(self.open)):
            if parent is container:
                return {'$cycle': depth}
        if len(self.open) >= DEEPEST:
            raise TooLarge(f'the value nests deeper than {DEEPEST} levels')
        self.open.append(container)
        try:
            return encode()
        finally:
            self.open.pop()

    def items(self, values, iterate):
        return self.within(values, lambda: [self.encode(item) for item in iterate(values)])

    def integer(self, value):
        value = int.__int__(value)
        if -EXACT_INTEGERS <= value <= EXACT_INTEGERS:
            return value
        self.spend(value.bit_length() // 4)
        return {'$int': hex(value)}

    def real(self, value):
        value = float.__float__(value)
        if value != value:
            return {'$float': 'nan'}
        if value in (INFINITY, -INFINITY):
            return {'$float': 'inf' if value > 0 else '-inf'}
        self.spend(8)
        return value

    def text(self, value):
        value = str.__str__(value)
        self.spend(len(value))
        return value

    def raw(self, value):
        value = bytes(memoryview(value))
        self.spend(2 * len(value))
        return value.hex()

    def steps(self, value):
        if self.keep is None:
            return {'$iterator': self.items(value, iter)}
        return {'$range': [self.integer(part) for part in (value.start, value.stop, value.step)]}

    def mapping(self, value):
        return self.within(value, lambda: self.pairs(value))

    def pairs(self, value):
        pairs = [(self.encode(key), self.encode(item)) for key, item in dict.items(value)]
        plain = all(type(key) is str for key, _ in pairs)
        if plain and not (len(pairs) == 1 and pairs[0][0].startswith('$')):
            return dict(pairs)
        return {'$dict': [list(pair) for pair in pairs]}


INFINITY = float('inf')

ENCODERS = (
    (int, Encoder.integer),
    (str, Encoder.text),
    (float, Encoder.real),
    (list, lambda encoder, value: encoder.items(value, list.__iter__)),
    (tuple, lambda encoder, value: {'$tuple': encoder.items(value, tuple.__iter__)}),
    (dict, Encoder.mapping),
    (set, lambda encoder, value: {'$set': encoder.items(value, set.__iter__)}),
    (frozenset, lambda encoder, value: {'$frozenset': encoder.items(value, frozenset.__iter__)}),
    (bytes, lambda encoder, value: {'$bytes': encoder.raw(value)}),
    (bytearray, lambda encoder, value: {'$bytearray': encoder.raw(value)}),
    (complex, lambda encoder, value: {'$complex': [encoder.real(value.real), encoder.real(value.imag)]}),
    (collections.deque, lambda encoder, value: {'$deque': encoder.items(value, collections.deque.__iter__)}),
    (range, Encoder.steps),
    (array.array, lambda encoder, value: {'$array': [value.typecode, encoder.items(value, array.array.__iter__)]}),
    (decimal.Decimal, lambda encoder, value: {'$decimal': encoder.text(decimal.Decimal.__str__(value))}),
    (
        fractions.Fraction,
        lambda encoder, value: {'$fraction': [encoder.encode(value.numerator), encoder.encode(value.denominator)]},
    ),
)


def type_name(kind):
    name = type.__dict__['__name__'].__get__(kind)
    return str.__str__(name)[:100]


def decode(value, find=None):
    """The opposite of `Encoder.encode`; `find` turns a kept object's number into what stands for it."""
    if type(value) is list:
        return [decode(item, find) for item in value]
    if type(value) is not dict:
        return value
    if len(value) == 1:
        (tag, content), = value.items()
        if tag == '$handle':
            return find(content)
        if tag in DECODERS:
            return DECODERS[tag](content, lambda item: decode(item, find))
    return {key: decode(item, find) for key, item in value.items()}


DECODERS = {
    '$type': lambda content, inner: vars(builtins)[content],
    '$int': lambda content, inner: int(content, 0),
    '$float': lambda content, inner: float(content),
    '$tuple': lambda content, inner: tuple(inner(content)),
    '$set': lambda content, inner: set(inner(content)),
    '$frozenset': lambda content, inner: frozenset(inner(content)),
    '$dict': lambda content, inner: {inner(key): inner(item) for key, item in content},
    '$bytes': lambda content, inner: bytes.fromhex(content),
    '$bytearray': lambda content, inner: bytearray.fromhex(content),
    '$complex': lambda content, inner: complex(*inner(content)),
    '$deque': lambda content, inner: collections.deque(inner(content)),
    '$range': lambda content, inner: range(*inner(content)),
    '$array': lambda content, inner: array.array(content[0], inner(content[1])),
    '$decimal': lambda content, inner: decimal.Decimal(content),
    '$fraction': lambda content, inner: fractions.Fraction(*inner(content)),
}
