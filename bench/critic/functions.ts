/** What the critic bench has judged: a function of 40 lines, as a file has it, and the same after an edit. */

const question = `Splits a text into lines of at most width characters.

Words are kept whole where they fit; a longer word is cut. A line break in the text stays one. Spaces at the end of a
line are dropped, and an empty text gives one empty line.

def wrap(text, width, indent="", hanging=""):`;

const solution = `def wrap(text, width, indent="", hanging=""):
    if width < 1:
        raise ValueError("width must be at least 1")
    lines = []
    for number, paragraph in enumerate(text.split("\\n")):
        prefix = indent if number == 0 else hanging
        room = width - len(prefix)
        if room < 1:
            raise ValueError("the indent leaves no room")
        current = ""
        for word in paragraph.split(" "):
            if word == "":
                if current != "" and len(current) < room:
                    current += " "
                continue
            needed = len(word)
            if current != "":
                needed += 1
            if len(current) + needed <= room:
                if current != "" and not current.endswith(" "):
                    current += " "
                current += word
                continue
            if current != "":
                lines.append(prefix + current.rstrip())
                prefix = hanging
                room = width - len(prefix)
                current = ""
            while len(word) > room:
                lines.append(prefix + word[:room])
                prefix = hanging
                room = width - len(prefix)
                word = word[room:]
            current = word
        if current != "" or paragraph == "":
            lines.append((prefix + current).rstrip())
        elif not lines:
            lines.append(prefix)
    if not lines:
        lines.append("")
    return lines`;

export const subject = { question, solution };

/** Its loop over a long word mended, in the thirty-third line. */
export const edited = {
  question,
  solution: solution.replace(
    'room = width - len(prefix)\n                word = word[room:]',
    'word = word[room:]\n                room = width - len(prefix)',
  ),
};
