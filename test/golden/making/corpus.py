"""Texts that tokenizers stumble over, and code in five languages; the same from every run of the same seed."""

import random
import unicodedata

WORDS = (
    "count total index value items result left right node queue user buffer parse encode token state row column cache "
    "HTTPServer xmlParser getValue is_empty snake_case_name MAX_SIZE _private __init__ fooBar2 x y i j tmp данные größe "
    "café naïve 変数 名前 값"
).split()
TEXTS = ["hello, world", "it's done", "line\\n", "100%", "a \\\"quoted\\\" word", "naïve café", "日本語", "👩‍💻 ok", "{}", ""]

CODE = {
    "python": [
        "def {w}({w}: int, *{w}, **{w}) -> list[str]:", "{i}return [{w} for {w} in {w} if {w} % {n} == {n}]",
        "{i}# {t}: doesn't matter", "class {w}({w}):", '{i}"""{t}"""', "{i}print(f\"{t} {{{w}!r:>{n}}}\")",
        "@{w}.{w}({w}={n})", "{i}if not {w} and {w} is None:", "{i}{w} //= {n}; {w} **= {f}", "lambda {w}: {w}[::-1]",
        "{i}raise ValueError('{t}') from {w}", "async with {w}() as {w}, {w}:", "{i}assert {w}({n}) == {f}, '{t}'",
    ],
    "javascript": [
        "const {w} = ({w}, {w}) => {w}?.{w} ?? {n};", "function* {w}() {{", "{i}yield* [...{w}].map(({w}) => `${{{w}}} {t}`);",
        "}}", "{i}// {t}", "/* {t} */ var {w}={n}+{f}|0;", "{i}for (let {w} = 0; {w} < {n}; {w}++) {{", "if (!{w}) throw new Error(\"{t}\");",
        "export default {{ {w}, '{w}': {n}, [{w}]: /{w}+\\s*/giu }};", "{i}await Promise.all({w});", "{w} ||= {w} >>> {n};",
    ],
    "typescript": [
        "interface {w}<T extends {w}> {{", "{i}readonly {w}?: Record<string, {w}[]>;", "type {w} = {w} | {n} | '{t}';",
        "export abstract class {w} implements {w} {{", "{i}private #{w}!: Map<{w}, unknown>;", "{i}constructor(private readonly {w}: {w}) {{}}",
        "{i}// eslint: {t}", "declare module '{w}';", "const {w} = <const T,>({w}: T): T => {w} as T;", "enum {w} {{ {w} = {n}, {w} = 1 << {n} }}",
    ],
    "rust": [
        "pub fn {w}<'a>({w}: &'a mut Vec<{w}>) -> Result<&'a str, Box<dyn Error>> {{", "{i}let mut {w}: u64 = 0x{n}_u64;",
        "{i}match {w} {{ Some({w}) if {w} > {n} => {w}, _ => unreachable!(\"{t}\") }}", "#[derive(Debug, Clone)]", "impl<T> {w} for {w}<T> {{",
        "{i}/// {t}", "{i}{w}.iter().filter(|&{w}| {w} != b'\\0').collect::<Vec<_>>()", "use std::{{fmt, {w}::*}};", "macro_rules! {w} {{ ($($x:expr),*) => {{ }} }}",
    ],
    "c": [
        "#include <{w}.h>", "static inline int {w}(const char *{w}, size_t {w}[{n}]) {{", "{i}for (;;) {{ {w}->{w} = *({w}++) ^ 0x{n}UL; }}",
        "{i}printf(\"{t} %-{n}d\\n\", {w});", "#define {w}(x) do {{ {w}((x)); }} while (0) \\", "{i}/* {t} */", "struct {w} {{ unsigned {w} : {n}; }};",
        "{i}if ({w} && !{w} || ~{w}) goto {w};", "typedef void (*{w})(int, ...);",
    ],
}
INDENTS = ["", "  ", "    ", "        ", "\t", "\t\t", " \t", "            "]
ENDS = ["\n", "\n", "\n", "\r\n", "\n\n", " \n", "\t\n", "\n\n\n", "\r\n\r\n", ";\n"]

CJK = ["计算总和", "返回结果。", "今日は", "カタカナ", "ﾊﾝｶｸ", "한국어 문장입니다", "「引用」", "，", "、", "ａｂｃ１２３", "吃葡萄不吐葡萄皮", "𠮷野家", "〇", "々"]
EMOJI = ["😀", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪🇯🇵", "1️⃣", "❤️", "☃", "🧑🏿‍🚀", "✈︎", "🫠", "🪿", "©️", "\u200d", "\ufe0f", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
SPACES = [" ", "  ", "\t", "\n", "\r", "\r\n", "\n\n", "\u00a0", "\u2003", "\u3000", "\u0085", "\u2028", "\u2029", "\v", "\f", "\u1680", "\u202f", "\u180e", "   ", "\ufeff"]
INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u202e", "\u2066", "\u034f", "\u061c", "\ufff9", "\u2063"]
ENDINGS = ["'s", "'S", "'t", "'T", "'re", "'RE", "'Ve", "'m", "'M", "'ll", "'LL", "'d", "'D", "'ſ", "’s", "'x", "''s", "'sd", " 's", "'l", "'lL"]
NUMBERS = ["0", "12", "123", "1234", "1234567890", "3.14159", "1e-10", "0xdeadbeef", "1_000_000", "٣٤٥", "१२३", "½", "²", "Ⅷ", "①", "1,234.5", "১২৩৪", "𝟙𝟚𝟛𝟜", "〇一二"]
COMBINING = ["e\u0301", "A\u030a", "\u212b", "\u2126", "o\u0302\u0323", "\u1100\u1161\u11a8", "\uac00\u11a8", "か\u3099", "\u0958", "\ufb1f", "q\u0307\u0323", "\u0344", "ﬁ", "\u1e9b\u0323", "\u0130", "ß", "\u0374", "\uf900", "\u2adc"]
PIECES = ["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|begin_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>", "<think>", "</think>",
          "<|im_sta", "rt|>", "<<|im_end|>>", "<|IM_END|>", "< think>", "<|", "|>", "user\n", "<tool_call>"]

# Newer than the Unicode of the tokenizers library, so that others may read them differently: letters of Unicode 17 with a
# contraction behind them, and marks of Unicode 10 and 14 in front of one that belongs before them.
NEWEST = ["\U000323b0's", "x = '\U0001e6c0'll'", "a\u1df6\u0323", "o\u1ac1\u0323"]


def corpus(seed):
    """[(kind, text)]"""
    r = random.Random(seed)
    rows = [("character", chr(code)) for code in range(256)] + [("empty", "")]
    for language, lines in CODE.items():
        rows += [(language, code(r, lines, r.randint(1, 8))) for _ in range(180)]
    lists = {
        "cjk": CJK, "emoji": EMOJI, "spaces": SPACES, "invisible": INVISIBLE, "contractions": ENDINGS, "numbers": NUMBERS,
        "combining": COMBINING, "special": PIECES,
    }
    for kind, pieces in lists.items():
        rows += [(kind, mixed(r, pieces)) for _ in range(120)]
    rows += [("ideographs", "".join(chr(r.randint(0x4E00, 0x9FFF)) for _ in range(r.randint(1, 20)))) for _ in range(60)]
    rows += [("control", "".join(r.choice([chr(r.randrange(32)), chr(r.randint(127, 159)), "a", " "]) for _ in range(10))) for _ in range(80)]
    rows += [("unicode", "".join(anything(r) for _ in range(r.randint(1, 14)))) for _ in range(400)]
    rows += [("mixed", "".join(mixed(r, r.choice(list(lists.values()))) for _ in range(3))) for _ in range(150)]
    return rows + [("long", text) for text in long_lines(r)] + [("newest", text) for text in NEWEST]


def code(r, lines, count):
    return "".join(filled(r, r.choice(lines)) + r.choice(ENDS) for _ in range(count))


def filled(r, line):
    for mark, choose in (
        ("{w}", lambda: r.choice(WORDS)), ("{n}", lambda: str(r.choice([0, 1, 2, 7, 10, 42, 255, 1024, 65536]))),
        ("{f}", lambda: f"{r.random():.3f}"), ("{t}", lambda: r.choice(TEXTS)), ("{i}", lambda: r.choice(INDENTS)),
    ):
        while mark in line:
            line = line.replace(mark, choose(), 1)
    return line.replace("{{", "{").replace("}}", "}")


def mixed(r, pieces):
    """Pieces of a kind, in between a word or a space."""
    return "".join(r.choice([r.choice(pieces), r.choice(pieces), r.choice(WORDS), " "]) for _ in range(r.randint(1, 8)))


def anything(r):
    """A code point of any plane with characters, but none that stands for half of another."""
    low, high = r.choice([(0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x1FFF), (0x2000, 0x2FFF), (0x3000, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x1FFFF), (0x20000, 0x3FFFF), (0xE0000, 0x10FFFF)])
    return chr(r.randint(low, high))


def long_lines(r):
    """Lines of 10 kB and more that no line break divides, and one of 4 kB without a pattern."""
    length = 10_000
    lines = ["a" * length, " " * length, "7" * length, "é" * 5_000, "=-" * 5_000, "\t" * length + "x"]
    lines += ["".join(filled(r, r.choice(CODE[name])).strip() for _ in range(300))[:length] for name in ("javascript", "c")]
    lines += [" ".join(r.choice(WORDS) for _ in range(1_800)), "".join(r.choice(CJK) for _ in range(1_000)), "".join(r.choice(EMOJI) for _ in range(900))]
    return lines + ["".join(r.choice("abcdefABCDEF0123456789+/") for _ in range(4_000))]


def training_texts(seed):
    """What the vocabularies are learned from: code, and some of the scripts."""
    r = random.Random(seed)
    texts = [code(r, lines, 40) for lines in CODE.values() for _ in range(12)]
    texts += [mixed(r, kind) for kind in (CJK, EMOJI, ENDINGS, NUMBERS, SPACES) for _ in range(200)]
    return [unicodedata.normalize("NFC", text) for text in texts]
