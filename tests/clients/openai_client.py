"""The official OpenAI client, unmodified, against `oai emulate`: every operation, in the files `openai_*.py`.

Run by `cargo xtask clients`. By hand, with a server started by `oai emulate --key KEY`:
python openai_client.py http://127.0.0.1:PORT KEY [unittest's options, and names like openai_chat.OnOpenAI]
"""

import sys
import unittest
from pathlib import Path

AREAS = sorted(path.stem for path in Path(__file__).parent.glob("openai_*.py") if path != Path(__file__))


def main():
    options = sys.argv[3:]
    areas = [] if any(not option.startswith("-") for option in options) else AREAS
    # `wires`, which the areas import, takes the server's address and its key from `sys.argv`.
    unittest.main(None, argv=[sys.argv[0], *options, *areas])


if __name__ == "__main__":
    main()
