"""``python -m counterclaim.findings.pages docs/rules`` writes the pages of the documentation."""

import sys
from pathlib import Path

from counterclaim.findings.pages.index import write_pages

if len(sys.argv) != 2:
    sys.exit("Say where to write the pages: python -m counterclaim.findings.pages FOLDER")
write_pages(Path(sys.argv[1]))
