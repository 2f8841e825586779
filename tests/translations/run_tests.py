#!/usr/bin/python3
"""Compares the words in the screens with assets/translations/*.po; the last line is 'N passed, N failed'.

Each language must have every word of the screens and no other, nothing guessed (fuzzy), the same {places} to fill in,
and as many plural forms as it says. Whether a translation fits where it is shown is seen by tests/screens/test_pictures.
"""
import glob
import os
import re
import subprocess
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "assets", "translations")
SOURCES = ["kiosk/screens", "kiosk/ui", "kiosk/app"]
KEYWORDS = ["ui_tr:2", "ui_tr_plural:2,3", "ui_tr_context:2c,3", "TR_LATER:1", "TR_LATER_CONTEXT:1c,2"]
LANGUAGES = sorted(os.path.basename(path)[:-3] for path in glob.glob(os.path.join(FOLDER, "*.po")))


def run(*command, text=None):
    done = subprocess.run(command, cwd=ROOT, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          encoding="utf-8", check=False)
    if done.returncode != 0:
        raise AssertionError(f"{command[0]}: {done.stderr.strip()[-800:]}")
    return done.stdout


class Entry:
    def __init__(self):
        self.flags, self.place, self.fields = "", "", {}

    @property
    def key(self):
        return self.fields.get("msgctxt"), self.fields["msgid"]

    @property
    def translations(self):
        return [words for name, words in sorted(self.fields.items()) if name.startswith("msgstr")]

    def __str__(self):
        context = self.fields.get("msgctxt")
        return f"'{self.fields['msgid']}'" + (f" ({context})" if context else "") + (f" {self.place}" if self.place else "")


def entries(po):
    """Of a PO text, with long lines joined by msgcat first. Obsolete ones ('#~') are kept as comments and left out."""
    found = []
    for block in run("msgcat", "--no-wrap", "--to-code=UTF-8", "-", text=po).split("\n\n"):
        entry, name = Entry(), None
        for line in block.splitlines():
            match = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) "(.*)"$', line)
            if line.startswith("#,"):
                entry.flags += line
            elif line.startswith("#:"):
                entry.place += line[2:].strip()
            elif match:
                name = match[1]
                entry.fields[name] = match[2]
            elif line.startswith('"'):
                entry.fields[name] += line[1:-1]
        if "msgid" in entry.fields:
            found.append(entry)
    return found


def places_of(words):
    return sorted(set(re.findall(r"\{[^{}]*\}", words)))


def said_in_screens():
    files = sorted(path for folder in SOURCES for path in glob.glob(os.path.join(ROOT, folder, "*.[ch]")))
    keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
    return run("xgettext", "--from-code=UTF-8", "--language=C", "--keyword", *keywords, "--output=-",
               *[os.path.relpath(path, ROOT) for path in files])


class Translations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wanted = {entry.key: entry for entry in entries(said_in_screens()) if entry.fields["msgid"]}
        cls.there = {}
        for language in LANGUAGES:
            with open(os.path.join(FOLDER, language + ".po"), encoding="utf-8") as file:
                cls.there[language] = entries(file.read())

    def none(self, found, words):
        if found:
            self.fail(f"{len(found)} {words}:\n  " + "\n  ".join(str(entry) for entry in found))

    def each(self):
        """Every translated word but the header."""
        for language in LANGUAGES:
            for entry in self.there[language]:
                if entry.fields["msgid"]:
                    yield language, entry

    def test_there_are_words_and_languages(self):
        self.assertGreater(len(self.wanted), 200)
        self.assertIn("de", LANGUAGES)
        self.assertIn("ar", LANGUAGES)

    def test_every_word_of_the_screens_is_translated(self):
        for language in LANGUAGES:
            whole = {entry.key for entry in self.there[language] if all(entry.translations)}
            self.none([entry for key, entry in self.wanted.items() if key not in whole], f"missing in {language}.po")

    def test_no_translation_is_left_over(self):
        for language in LANGUAGES:
            self.none([entry for at, entry in self.each() if at == language and entry.key not in self.wanted],
                      f"not said by any screen, in {language}.po")

    def test_nothing_is_guessed(self):
        self.none([entry for _, entry in self.each() if "fuzzy" in entry.flags], "fuzzy")

    def test_the_same_places_are_filled_in(self):
        wrong = []
        for language, entry in self.each():
            ids = [entry.fields["msgid"], entry.fields.get("msgid_plural", entry.fields["msgid"])]
            allowed = places_of(" ".join(ids))
            for words in entry.translations:
                # A plural form for one or two may say the number in words.
                spare = ["{count}"] if "msgid_plural" in entry.fields else []
                unknown = [place for place in places_of(words) if place not in allowed]
                lost = [place for place in allowed if place not in places_of(words) and place not in spare]
                if words and (unknown or lost):
                    wrong.append(f"{language}: {entry} says '{words}'")
        self.none(wrong, "with other {places} than the English")

    def test_plural_forms_are_as_many_as_the_language_has(self):
        for language in LANGUAGES:
            header = next(entry for entry in self.there[language] if not entry.fields["msgid"]).translations[0]
            count = int(re.search(r"nplurals=(\d+)", header)[1])
            self.none([entry for at, entry in self.each() if at == language and "msgid_plural" in entry.fields and
                       len(entry.translations) != count], f"with another number of forms than {count}, in {language}.po")

    def test_blanks_at_the_ends_and_lines_are_kept(self):
        def shape(words):
            return words.startswith(" "), words.endswith(" "), words.startswith("\\n"), words.endswith("\\n")

        self.none([f"{language}: {entry}" for language, entry in self.each() for words in entry.translations
                   if words and shape(words) != shape(entry.fields["msgid"])], "with other blanks at their ends")

    def test_msgfmt_accepts_them(self):
        for language in LANGUAGES:
            run("msgfmt", "--check", "--output-file=/dev/null", os.path.join(FOLDER, language + ".po"))


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=1, stream=sys.stdout).run(
        unittest.defaultTestLoader.loadTestsFromTestCase(Translations))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
