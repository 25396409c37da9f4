"""The curl commands of a page, taken apart as a shell would.

Only what a reader must fill in is replaced. Where a page's line is no good as it stands (blanks after a backslash, a
lost backslash, a body without quotes, an apostrophe inside quotes), it is mended, and the mend is named.
"""

import re
import shlex
from dataclasses import dataclass

HOST = re.compile(r"(https?://[^/]+|YOUR_RESOURCE_NAME)(?=/)")
KEYS = ["$(gcloud auth print-access-token)", "$DATABRICKS_TOKEN", "$YOUR_API_KEY", "YOUR_API_KEY", "{api key}"]
LOST_BACKSLASH = re.compile(r"""["'\w]\n(?=-)""")


@dataclass
class Command:
    """One command: its words after `curl`, and what had to be mended."""

    words: list
    mended: list

    @property
    def address(self):
        """The path and the query, as the page writes them."""
        (word,) = [word for word in self.words if HOST.match(word)]
        return HOST.sub("", word, 1)

    @property
    def body(self):
        """What is sent as JSON; none where the command sends no such thing."""
        return self.words[self.words.index("-d") + 1] if "-d" in self.words else None

    def filled(self, base, key, names):
        """The words for this server and key. `names` holds what stands for the page's other placeholders."""
        filled = []
        for word in self.words:
            if HOST.match(word):
                word = HOST.sub(base, word, 1)
            elif word != self.body:
                # A key inside a body is another service's.
                for placeholder in KEYS:
                    word = word.replace(placeholder, key)
            for name, value in names.items():
                word = word.replace(name, value)
            filled.append(word)
        return filled


def commands(page):
    """Every curl command of a page. Prose or another command follows each of them."""
    lines = page.splitlines()
    starts = [number for number, line in enumerate(lines) if re.match(r"curl\s*\S", line)]
    for start in starts:
        end = start + 1
        while end < len(lines) and goes_on("\n".join(lines[start:end]), lines[end]):
            end += 1
        yield command("\n".join(lines[start:end]))


def goes_on(text, following):
    """Whether the next line belongs to the command, too."""
    if text.rstrip().endswith("\\") or following.startswith("-"):
        return True
    body = bare_body(text)
    if body is not None:
        return body.count("{") > body.count("}")
    try:
        shlex.split(joined(text))
        return False
    except ValueError:
        # A quote is open. Where an apostrophe opened it, the last line of the body is the end.
        return not re.search(r"^\}'( -.*)?$", text, re.MULTILINE)


def bare_body(text):
    """The body, if the page forgot its quotes."""
    found = re.search(r"-d[ \\\n]+(?=\{)", text)
    return text[found.end() :] if found else None


def joined(text):
    """One line of options: without the backslashes, whatever blanks follow them."""
    return re.sub(r"\\[ \t]*(\n|(?= -)|(?= https?:))", " ", text)


def command(text):
    mended = []
    if re.search(r"\\[ \t]+\n|\\ (-|https?:)", text):
        mended.append("blanks after a backslash")
    text = joined(text)
    if LOST_BACKSLASH.search(text):
        mended.append("a lost backslash")
        text = LOST_BACKSLASH.sub(lambda found: found[0].replace("\n", " "), text)
    body = bare_body(text)
    if body is not None:
        mended.append("a body without quotes")
        text = text[: -len(body)] + shlex.quote(body)
    if re.search(r"\w'\w", text):
        mended.append("an apostrophe inside quotes")
        text = re.sub(r"(?<=\w)'(?=\w)", r"'\\''", text)
    return Command(shlex.split(text)[1:], mended)
